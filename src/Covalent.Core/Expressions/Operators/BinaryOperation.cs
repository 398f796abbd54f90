using System.Reflection;

namespace Covalent.Core.Expressions.Operators;

/// <summary>Two operands, null rules included.</summary>
internal sealed class BinaryOperation(Operator op, Func<object?, object?, object?> apply, bool takesNull)
{
    public static BinaryOperation Of(Operator op, Type type) =>
        new(op, OperatorTable.FindBinary(op, type) ?? throw Missing(op, type), NullRules.TakesNull(type));

    public static BinaryOperation Of(Operator op, MethodInfo method) => new(
        op, (a, b) => Invocation.Of(method).Invoke(null, [a, b]), Array.TrueForAll(method.GetParameters(), p => NullRules.TakesNull(p.ParameterType)));

    public static CovalentException Missing(Operator op, Type type) =>
        new($"Type '{type}' has no operator '{OperatorTable.Symbol(op)}' in this process. Run the task with the application version that built the workflow.");

    public object? Apply(object? left, object? right) =>
        (left is null || right is null) && !takesNull ? NullRules.Lift(op, left, right) : apply(left, right);
}
