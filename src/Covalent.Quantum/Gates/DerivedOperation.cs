using Covalent.Quantum.Gates;

namespace Covalent.Quantum;

/// <summary>An operation made from another one: its adjoint, a power, or a controlled version. Shares the other's parameters.</summary>
public abstract class DerivedOperation : Operation
{
    private protected DerivedOperation(Operation inner, Wires wires)
        : base(wires) => Inner = inner;

    /// <summary>The operation this one is made from.</summary>
    public Operation Inner { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => Inner.Parameters;

    /// <inheritdoc/>
    public override bool IsUnitary => Inner.IsUnitary;

    private protected override bool EqualsShape(Operation other) => Inner.HasShapeOf(((DerivedOperation)other).Inner);

    private protected override bool EqualsCore(Operation other) => Inner.Equals(((DerivedOperation)other).Inner);
}
