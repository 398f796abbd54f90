using System.Collections.Concurrent;
using System.Numerics;
using System.Reflection;

namespace Covalent.Core.Expressions.Operators;

/// <summary>Finds what an operator does on a type: by .NET's operator interfaces, by operators the type declares, and for the few types the
/// language itself knows (bool, string, references).</summary>
internal static class OperatorTable
{
    private static readonly ConcurrentDictionary<(Operator, Type), Func<object?, object?, object?>?> Binary = new();
    private static readonly ConcurrentDictionary<(Operator, Type), Func<object?, object?>?> Unary = new();

    private static readonly Dictionary<Operator, (Type Interface, string Method, string Symbol)> Facts = new()
    {
        [Operator.Add] = (typeof(IAdditionOperators<,,>), "op_Addition", "+"),
        [Operator.AddChecked] = (typeof(IAdditionOperators<,,>), "op_Addition", "+"),
        [Operator.Subtract] = (typeof(ISubtractionOperators<,,>), "op_Subtraction", "-"),
        [Operator.SubtractChecked] = (typeof(ISubtractionOperators<,,>), "op_Subtraction", "-"),
        [Operator.Multiply] = (typeof(IMultiplyOperators<,,>), "op_Multiply", "*"),
        [Operator.MultiplyChecked] = (typeof(IMultiplyOperators<,,>), "op_Multiply", "*"),
        [Operator.Divide] = (typeof(IDivisionOperators<,,>), "op_Division", "/"),
        [Operator.Modulo] = (typeof(IModulusOperators<,,>), "op_Modulus", "%"),
        [Operator.And] = (typeof(IBitwiseOperators<,,>), "op_BitwiseAnd", "&"),
        [Operator.Or] = (typeof(IBitwiseOperators<,,>), "op_BitwiseOr", "|"),
        [Operator.ExclusiveOr] = (typeof(IBitwiseOperators<,,>), "op_ExclusiveOr", "^"),
        [Operator.LeftShift] = (typeof(IShiftOperators<,,>), "op_LeftShift", "<<"),
        [Operator.RightShift] = (typeof(IShiftOperators<,,>), "op_RightShift", ">>"),
        [Operator.Equal] = (typeof(IEqualityOperators<,,>), "op_Equality", "=="),
        [Operator.NotEqual] = (typeof(IEqualityOperators<,,>), "op_Inequality", "!="),
        [Operator.LessThan] = (typeof(IComparisonOperators<,,>), "op_LessThan", "<"),
        [Operator.LessThanOrEqual] = (typeof(IComparisonOperators<,,>), "op_LessThanOrEqual", "<="),
        [Operator.GreaterThan] = (typeof(IComparisonOperators<,,>), "op_GreaterThan", ">"),
        [Operator.GreaterThanOrEqual] = (typeof(IComparisonOperators<,,>), "op_GreaterThanOrEqual", ">="),
        [Operator.Negate] = (typeof(IUnaryNegationOperators<,>), "op_UnaryNegation", "-"),
        [Operator.NegateChecked] = (typeof(IUnaryNegationOperators<,>), "op_UnaryNegation", "-"),
        [Operator.Plus] = (typeof(IUnaryPlusOperators<,>), "op_UnaryPlus", "+"),
        [Operator.Not] = (typeof(bool), "op_LogicalNot", "!"),
        [Operator.OnesComplement] = (typeof(IBitwiseOperators<,,>), "op_OnesComplement", "~"),
        [Operator.ArrayLength] = (typeof(Array), "", "Length"),
    };

    public static string Symbol(Operator op) => Facts[op].Symbol;

    /// <summary>The operator on two operands of the type; null when it has none.</summary>
    public static Func<object?, object?, object?>? FindBinary(Operator op, Type type) => Binary.GetOrAdd((op, type), static key => MakeBinary(key.Item1, key.Item2));

    /// <summary>The operator on one operand of the type; null when it has none.</summary>
    public static Func<object?, object?>? FindUnary(Operator op, Type type) => Unary.GetOrAdd((op, type), static key => MakeUnary(key.Item1, key.Item2));

    private static Func<object?, object?, object?>? MakeBinary(Operator op, Type type) =>
        type == typeof(bool) ? OnBooleans(op)
        : Generic<Func<object?, object?, object?>>(op, type) is { } generic ? generic
        : Declared(op, type, [type, type]) is { } method ? (a, b) => Invocation.Of(method).Invoke(null, [a, b])
        : type == typeof(string) && op is Operator.Add or Operator.AddChecked ? static (a, b) => (string?)a + (string?)b
        : OnAnything(op, type);

    private static Func<object?, object?>? MakeUnary(Operator op, Type type) =>
        op == Operator.Not && type == typeof(bool) ? static a => !(bool)a!
        : op == Operator.Not ? MakeUnary(Operator.OnesComplement, type)
        : op == Operator.ArrayLength ? static a => ((Array)a!).Length
        : Generic<Func<object?, object?>>(op, type) is { } generic ? generic
        : Declared(op, type, [type]) is { } method ? a => Invocation.Of(method).Invoke(null, [a])
        : null;

    private static Func<object?, object?, object?>? OnBooleans(Operator op) => op switch
    {
        Operator.And => static (a, b) => (bool)a! & (bool)b!,
        Operator.Or => static (a, b) => (bool)a! | (bool)b!,
        Operator.ExclusiveOr or Operator.NotEqual => static (a, b) => (bool)a! ^ (bool)b!,
        Operator.Equal => static (a, b) => (bool)a! == (bool)b!,
        _ => null,
    };

    private static Func<object?, object?, object?>? OnAnything(Operator op, Type type) => (op, type.IsValueType) switch
    {
        (Operator.Equal, true) => static (a, b) => Equals(a, b),
        (Operator.Equal, false) => static (a, b) => ReferenceEquals(a, b),
        (Operator.NotEqual, true) => static (a, b) => !Equals(a, b),
        (Operator.NotEqual, false) => static (a, b) => !ReferenceEquals(a, b),
        _ => null,
    };

    private static TFunction? Generic<TFunction>(Operator op, Type type) where TFunction : Delegate
    {
        var contract = Facts[op].Interface;
        if (!contract.IsGenericTypeDefinition || !Array.Exists(type.GetInterfaces(), i => Fits(i, contract, type)))
        {
            return null;
        }

        return (TFunction)typeof(GenericOperators).GetMethod(op.ToString())!.MakeGenericMethod(type).Invoke(null, null)!;
    }

    private static bool Fits(Type candidate, Type contract, Type type)
    {
        if (!candidate.IsGenericType || candidate.GetGenericTypeDefinition() != contract)
        {
            return false;
        }

        var arguments = candidate.GetGenericArguments();
        var result = contract == typeof(IEqualityOperators<,,>) || contract == typeof(IComparisonOperators<,,>) ? typeof(bool) : type;
        var other = contract == typeof(IShiftOperators<,,>) ? typeof(int) : type;
        return arguments[0] == type && arguments[^1] == result && (arguments.Length == 2 || arguments[1] == other);
    }

    private static MethodInfo? Declared(Operator op, Type type, Type[] operands) =>
        type.GetMethod(Facts[op].Method, BindingFlags.Public | BindingFlags.Static, operands);
}
