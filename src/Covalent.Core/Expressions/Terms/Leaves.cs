using System.Runtime.CompilerServices;

namespace Covalent.Core.Expressions.Terms;

internal sealed class SlotTerm(int index) : Term
{
    public int Index { get; } = index;

    public override object? Evaluate(Frame frame) => frame.Slots[Index];
}

internal sealed class DefaultTerm(Type type) : Term
{
    private readonly bool _isNull = !type.IsValueType || type == typeof(void) || Nullable.GetUnderlyingType(type) is not null;

    // Boxed values may be changed in place by initialisers, so each evaluation gets its own.
    public override object? Evaluate(Frame frame) => _isNull ? null : RuntimeHelpers.GetUninitializedObject(type);
}

internal sealed class CancellationTerm : Term
{
    public override object? Evaluate(Frame frame) => frame.Cancellation;
}

internal sealed class ParameterTerm(int index) : Term
{
    public override object? Evaluate(Frame frame) => frame.Parameters[index];
}
