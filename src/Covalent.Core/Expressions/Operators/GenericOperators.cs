using System.Numerics;

namespace Covalent.Core.Expressions.Operators;

/// <summary>The operators of every type that has .NET's operator interfaces: all numbers, and users' own types that implement them.
/// Each method is named after the <see cref="Operator"/> it gives.</summary>
internal static class GenericOperators
{
    public static Func<object?, object?, object?> Add<T>() where T : IAdditionOperators<T, T, T> => static (a, b) => unchecked((T)a! + (T)b!);

    public static Func<object?, object?, object?> AddChecked<T>() where T : IAdditionOperators<T, T, T> => static (a, b) => checked((T)a! + (T)b!);

    public static Func<object?, object?, object?> Subtract<T>() where T : ISubtractionOperators<T, T, T> => static (a, b) => unchecked((T)a! - (T)b!);

    public static Func<object?, object?, object?> SubtractChecked<T>() where T : ISubtractionOperators<T, T, T> => static (a, b) => checked((T)a! - (T)b!);

    public static Func<object?, object?, object?> Multiply<T>() where T : IMultiplyOperators<T, T, T> => static (a, b) => unchecked((T)a! * (T)b!);

    public static Func<object?, object?, object?> MultiplyChecked<T>() where T : IMultiplyOperators<T, T, T> => static (a, b) => checked((T)a! * (T)b!);

    public static Func<object?, object?, object?> Divide<T>() where T : IDivisionOperators<T, T, T> => static (a, b) => (T)a! / (T)b!;

    public static Func<object?, object?, object?> Modulo<T>() where T : IModulusOperators<T, T, T> => static (a, b) => (T)a! % (T)b!;

    public static Func<object?, object?, object?> And<T>() where T : IBitwiseOperators<T, T, T> => static (a, b) => (T)a! & (T)b!;

    public static Func<object?, object?, object?> Or<T>() where T : IBitwiseOperators<T, T, T> => static (a, b) => (T)a! | (T)b!;

    public static Func<object?, object?, object?> ExclusiveOr<T>() where T : IBitwiseOperators<T, T, T> => static (a, b) => (T)a! ^ (T)b!;

    public static Func<object?, object?, object?> LeftShift<T>() where T : IShiftOperators<T, int, T> => static (a, b) => (T)a! << (int)b!;

    public static Func<object?, object?, object?> RightShift<T>() where T : IShiftOperators<T, int, T> => static (a, b) => (T)a! >> (int)b!;

    public static Func<object?, object?, object?> Equal<T>() where T : IEqualityOperators<T, T, bool> => static (a, b) => (T)a! == (T)b!;

    public static Func<object?, object?, object?> NotEqual<T>() where T : IEqualityOperators<T, T, bool> => static (a, b) => (T)a! != (T)b!;

    public static Func<object?, object?, object?> LessThan<T>() where T : IComparisonOperators<T, T, bool> => static (a, b) => (T)a! < (T)b!;

    public static Func<object?, object?, object?> LessThanOrEqual<T>() where T : IComparisonOperators<T, T, bool> => static (a, b) => (T)a! <= (T)b!;

    public static Func<object?, object?, object?> GreaterThan<T>() where T : IComparisonOperators<T, T, bool> => static (a, b) => (T)a! > (T)b!;

    public static Func<object?, object?, object?> GreaterThanOrEqual<T>() where T : IComparisonOperators<T, T, bool> => static (a, b) => (T)a! >= (T)b!;

    public static Func<object?, object?> Negate<T>() where T : IUnaryNegationOperators<T, T> => static a => unchecked(-(T)a!);

    public static Func<object?, object?> NegateChecked<T>() where T : IUnaryNegationOperators<T, T> => static a => checked(-(T)a!);

    public static Func<object?, object?> Plus<T>() where T : IUnaryPlusOperators<T, T> => static a => +(T)a!;

    public static Func<object?, object?> OnesComplement<T>() where T : IBitwiseOperators<T, T, T> => static a => ~(T)a!;
}
