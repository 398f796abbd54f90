using Covalent.Quantum.Gates;

namespace Covalent.Quantum;

/// <summary>The inverse of a gate whose inverse has no name of its own, such as <c>Adjoint(S)</c>.</summary>
public sealed class AdjointOperation : DerivedOperation
{
    internal AdjointOperation(Operation inner)
        : base(inner, inner.Wires)
    {
    }

    /// <inheritdoc/>
    public override string Name => $"Adjoint({Inner.Name})";

    /// <inheritdoc/>
    public override Wires ControlWires => Inner.ControlWires;

    /// <inheritdoc/>
    public override IReadOnlyList<bool> ControlValues => Inner.ControlValues;

    /// <inheritdoc/>
    public override Operation Adjoint() => Inner;

    /// <inheritdoc/>
    public override Operation Power(double exponent) => PowerOperation.Of(this, exponent);

    /// <inheritdoc/>
    public override Operation Controlled(Wires control, IReadOnlyList<bool>? controlValues = null, Wires? workWires = null) =>
        ControlledOperation.Of(this, control, controlValues, workWires);

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new AdjointOperation(Inner.OnWires(map));

    /// <inheritdoc/>
    public override Operation WithParameters(IReadOnlyList<Parameter> parameters) => new AdjointOperation(Inner.WithParameters(parameters));

    internal override GateForm? Form(ReadOnlySpan<double> parameters) => Inner.Form(parameters)?.Adjoint();
}
