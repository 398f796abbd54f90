using Covalent.Quantum.Gates;

namespace Covalent.Quantum;

/// <summary>A unitary gate with data besides its real parameters, such as a matrix or a Pauli word.</summary>
public abstract class PlainUnitary : Operation
{
    private protected PlainUnitary(Wires wires)
        : base(wires)
    {
    }

    /// <inheritdoc/>
    public override bool IsUnitary => true;

    /// <inheritdoc/>
    public override Operation Adjoint() => new AdjointOperation(this);

    /// <inheritdoc/>
    public override Operation Power(double exponent) => PowerOperation.Of(this, exponent);

    /// <inheritdoc/>
    public override Operation Controlled(Wires control, IReadOnlyList<bool>? controlValues = null, Wires? workWires = null) =>
        ControlledOperation.Of(this, control, controlValues, workWires);

    internal abstract override GateForm? Form(ReadOnlySpan<double> parameters);
}
