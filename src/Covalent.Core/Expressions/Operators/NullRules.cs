namespace Covalent.Core.Expressions.Operators;

/// <summary>What C# does when an operand of a value type's operator is null.</summary>
internal static class NullRules
{
    public static bool TakesNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    public static object? Lift(Operator op, object? left, object? right) => op switch
    {
        Operator.Equal => left is null && right is null,
        Operator.NotEqual => left is not null || right is not null,
        Operator.LessThan or Operator.LessThanOrEqual or Operator.GreaterThan or Operator.GreaterThanOrEqual => false,
        Operator.And when left is false || right is false => false,
        Operator.Or when left is true || right is true => true,
        _ => null,
    };
}
