using System.Reflection;

namespace Covalent.Core.Expressions.Operators;

/// <summary>One operand, null rules included.</summary>
internal sealed class UnaryOperation(Func<object?, object?> apply, bool takesNull)
{
    public static UnaryOperation Of(Operator op, Type type) => new(
        OperatorTable.FindUnary(op, type) ?? throw BinaryOperation.Missing(op, type), takesNull: op == Operator.ArrayLength);

    public static UnaryOperation Of(MethodInfo method) => new(
        a => Invocation.Of(method).Invoke(null, [a]), NullRules.TakesNull(method.GetParameters()[0].ParameterType));

    public object? Apply(object? operand) => operand is null && !takesNull ? null : apply(operand);
}
