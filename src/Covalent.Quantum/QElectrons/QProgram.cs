namespace Covalent.Quantum.QElectrons;

/// <summary>From a user's function to circuits.</summary>
internal static class QProgram
{
    public static QProgram<double[]> OfNumbers<T>(Func<CircuitBuilder, double[], Measurement<T>> describe) => Of(describe);

    public static QProgram<double[]> OfParameters<T>(Func<CircuitBuilder, Parameters, Measurement<T>> describe) => new ReboundProgram<Measurement<T>>(describe);

    public static QProgram<TInput> Of<TInput, TMeasured>(Func<CircuitBuilder, TInput, TMeasured> describe) => new BuiltProgram<TInput, TMeasured>(describe);

    private static int[] Positions(Circuit circuit, object? measured) => measured switch
    {
        Measurement one => [PositionOf(circuit, one)],
        System.Runtime.CompilerServices.ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => PositionOf(circuit, tuple[i] as Measurement))],
        System.Collections.IEnumerable many => [.. many.Cast<object?>().Select(m => PositionOf(circuit, m as Measurement))],
        _ => throw new InvalidOperationException("The circuit function returned no measurement; end it with something like `return q.Probs(0, 1);`."),
    };

    private static int PositionOf(Circuit circuit, Measurement? measurement)
    {
        for (var i = 0; i < circuit.Measurements.Count; i++)
        {
            if (ReferenceEquals(circuit.Measurements[i], measurement))
            {
                return i;
            }
        }

        throw new InvalidOperationException($"The circuit function returned {measurement?.ToString() ?? "nothing"}, which was not measured on the builder it was given.");
    }

    /// <summary>Builds at every call; circuits that differ only in numbers share the plans of the last one.</summary>
    private sealed class BuiltProgram<TInput, TMeasured>(Func<CircuitBuilder, TInput, TMeasured> describe) : QProgram<TInput>
    {
        private volatile Circuit? _last;

        public override (Circuit Circuit, int[] Positions) Build(TInput input)
        {
            var builder = new CircuitBuilder();
            var measured = describe(builder, input);
            var circuit = builder.ToCircuit();
            var positions = Positions(circuit, measured);
            var shared = _last is { } last ? circuit.SharingPlansOf(last) : circuit;
            if (ReferenceEquals(shared, circuit))
            {
                _last = circuit;
            }

            return (shared, positions);
        }
    }

    /// <summary>Builds once per input length; later calls only replace numbers.</summary>
    private sealed class ReboundProgram<TMeasured>(Func<CircuitBuilder, Parameters, TMeasured> describe) : QProgram<double[]>
    {
        private volatile Entry? _last;

        public override (Circuit Circuit, int[] Positions) Build(double[] input)
        {
            ArgumentNullException.ThrowIfNull(input);
            var entry = _last;
            if (entry is null || entry.Length != input.Length)
            {
                var builder = new CircuitBuilder();
                var measured = describe(builder, Parameters.Inputs(input));
                var circuit = builder.ToCircuit();
                _last = entry = new Entry(input.Length, circuit, Positions(circuit, measured));
            }

            return (entry.Circuit.Bind(input), entry.Positions);
        }

        private sealed record Entry(int Length, Circuit Circuit, int[] Positions);
    }
}

/// <summary>Makes the circuit of an input.</summary>
internal abstract class QProgram<TInput>
{
    public abstract (Circuit Circuit, int[] Positions) Build(TInput input);
}
