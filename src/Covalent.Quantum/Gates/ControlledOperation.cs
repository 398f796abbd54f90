using Covalent.Quantum.Gates;

namespace Covalent.Quantum;

/// <summary>A gate with controls for which the gate table has no name, such as a multi-controlled X.</summary>
public sealed class ControlledOperation : DerivedOperation
{
    private readonly bool[] controlValues;

    private ControlledOperation(Operation inner, Wires control, bool[] controlValues, Wires workWires)
        : base(inner, control.Concat(inner.Wires))
    {
        this.controlValues = controlValues;
        ControlWires = control;
        WorkWires = workWires;
    }

    /// <inheritdoc/>
    public override string Name => Inner switch
    {
        Gate { Kind: GateKind.PauliX } => "MultiControlledX",
        QubitUnitary => "ControlledQubitUnitary",
        _ => $"C({Inner.Name})",
    };

    /// <inheritdoc/>
    public override Wires ControlWires { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<bool> ControlValues => controlValues;

    /// <summary>Wires that a decomposition may borrow; simulators do not need them.</summary>
    public Wires WorkWires { get; }

    /// <inheritdoc/>
    public override Operation Adjoint() => new ControlledOperation(Inner.Adjoint(), ControlWires, controlValues, WorkWires);

    /// <inheritdoc/>
    public override Operation Power(double exponent) => Of(Inner.Power(exponent), ControlWires, controlValues, WorkWires);

    /// <inheritdoc/>
    public override Operation Controlled(Wires control, IReadOnlyList<bool>? controlValues = null, Wires? workWires = null) =>
        Of(this, control, controlValues, workWires);

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) =>
        new ControlledOperation(Inner.OnWires(map), ControlWires.Map(map), controlValues, WorkWires.Map(map));

    /// <inheritdoc/>
    public override Operation WithParameters(IReadOnlyList<Parameter> parameters) =>
        new ControlledOperation(Inner.WithParameters(parameters), ControlWires, controlValues, WorkWires);

    /// <summary>Adds controls to a gate and gives the result its name where it has one.</summary>
    internal static Operation Of(Operation inner, Wires control, IReadOnlyList<bool>? values, Wires? workWires)
    {
        ArgumentNullException.ThrowIfNull(control);
        var wanted = Wanted(control, values);
        if (control.Count == 0)
        {
            return inner;
        }

        if (inner is ControlledOperation nested)
        {
            return Of(nested.Inner, control.Concat(nested.ControlWires), [.. wanted, .. nested.controlValues], nested.WorkWires.Union(workWires ?? Wires.None));
        }

        if (inner is Gate { Description.Base: { } baseKind } gate)
        {
            return Of(new Gate(baseKind, gate.TargetWires, [.. gate.Parameters]), control.Concat(gate.ControlWires), [.. wanted, .. gate.ControlValues], workWires);
        }

        return Named(inner, control, wanted) ?? (Operation)new ControlledOperation(inner, control, wanted, workWires ?? Wires.None);
    }

    /// <summary>X with any number of controls, never renamed to CNOT or Toffoli.</summary>
    internal static ControlledOperation MultiControlledX(Wires control, Wire target, IReadOnlyList<bool>? values, Wires? workWires) =>
        new(new Gate(GateKind.PauliX, target), control, Wanted(control, values), workWires ?? Wires.None);

    internal override GateForm? Form(ReadOnlySpan<double> parameters) => Inner.Form(parameters)?.Controlled(controlValues);

    private protected override bool EqualsShape(Operation other) =>
        base.EqualsShape(other) && controlValues.AsSpan().SequenceEqual(((ControlledOperation)other).controlValues);

    private protected override bool EqualsCore(Operation other) =>
        base.EqualsCore(other) && controlValues.AsSpan().SequenceEqual(((ControlledOperation)other).controlValues);

    private static bool[] Wanted(Wires control, IReadOnlyList<bool>? values) => values is null
        ? [.. Enumerable.Repeat(true, control.Count)]
        : values.Count == control.Count
            ? [.. values]
            : throw new ArgumentException($"{control.Count} control wires were given {values.Count} control values; each needs one.", nameof(values));

    private static Gate? Named(Operation inner, Wires control, bool[] values)
    {
        if (inner is not Gate gate || values.Contains(false))
        {
            return null;
        }

        foreach (var row in GateTable.All)
        {
            if (row.Base == gate.Kind && row.Controls == control.Count)
            {
                return new Gate(row.Kind, control.Concat(gate.Wires), [.. gate.Parameters]);
            }
        }

        return null;
    }
}
