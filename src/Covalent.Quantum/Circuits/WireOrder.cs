namespace Covalent.Quantum.Circuits;

/// <summary>
/// The order of a circuit's wires when the device declares none: gate wires that are exactly 0…n−1 keep their number, otherwise order of
/// first appearance; then wires that are only measured, then work wires.
/// </summary>
internal static class WireOrder
{
    public static Wires Of(IReadOnlyList<Operation> operations, IReadOnlyList<Measurement> measurements)
    {
        var gates = Numbered(Distinct(operations.SelectMany(static operation => operation.Wires)));
        var measured = Distinct(measurements.SelectMany(MeasuredWires)).Except(gates).ToList();
        if (measured.All(static wire => wire.Number is not null))
        {
            measured = [.. measured.OrderBy(static wire => wire.Number)];
        }

        var work = operations.OfType<ControlledOperation>().SelectMany(static operation => operation.WorkWires);
        return Wires.Create([.. gates.Concat(measured).Concat(work).Distinct()]);
    }

    private static IEnumerable<Wire> MeasuredWires(Measurement measurement) =>
        measurement.Observable is { } observable ? observable.Wires : measurement.Wires.Concat<Wire>(measurement.OtherWires);

    private static List<Wire> Distinct(IEnumerable<Wire> wires) => [.. wires.Distinct()];

    private static List<Wire> Numbered(List<Wire> wires) =>
        wires.All(wire => wire.Number is { } number && number < wires.Count) ? [.. wires.OrderBy(static wire => wire.Number)] : wires;
}
