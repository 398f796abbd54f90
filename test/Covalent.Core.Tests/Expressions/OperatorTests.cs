using System.Numerics;
using Covalent.Core.Expressions.Operators;

namespace Covalent.Core.Tests.Expressions;

/// <summary>Operators and conversions, against what compiled C# gives.</summary>
public sealed class OperatorTests
{
    public static TheoryData<int, object, object, object?> Binaries => new()
    {
        { (int)Operator.Add, int.MaxValue, 1, int.MinValue },
        { (int)Operator.Multiply, 1.5f, 2f, 3f },
        { (int)Operator.Divide, 7L, 2L, 3L },
        { (int)Operator.Modulo, -7, 3, -1 },
        { (int)Operator.LeftShift, 1UL, 40, 1UL << 40 },
        { (int)Operator.RightShift, -8, 1, -4 },
        { (int)Operator.ExclusiveOr, 6u, 3u, 5u },
        { (int)Operator.And, true, false, false },
        { (int)Operator.ExclusiveOr, true, false, true },
        { (int)Operator.Equal, double.NaN, double.NaN, false },
        { (int)Operator.NotEqual, double.NaN, double.NaN, true },
        { (int)Operator.LessThan, double.NaN, 1.0, false },
        { (int)Operator.GreaterThanOrEqual, 'b', 'a', true },
        { (int)Operator.Equal, DayOfWeek.Friday, DayOfWeek.Friday, true },
        { (int)Operator.Add, "a", "b", "ab" },
        { (int)Operator.Equal, "ab", "ab", true },
    };

    [Theory]
    [MemberData(nameof(Binaries))]
    public void Binary_OnAType_GivesWhatCSharpGives(int op, object left, object right, object? expected) =>
        Assert.Equal(expected, BinaryOperation.Of((Operator)op, left.GetType()).Apply(left, right));

    [Fact]
    public void Binary_OnTypesWithOperators_UsesThem()
    {
        Assert.Equal(new Complex(1, 2) * new Complex(3, 4), BinaryOperation.Of(Operator.Multiply, typeof(Complex)).Apply(new Complex(1, 2), new Complex(3, 4)));
        Assert.Equal(BigInteger.Pow(10, 30) + 1, BinaryOperation.Of(Operator.Add, typeof(BigInteger)).Apply(BigInteger.Pow(10, 30), BigInteger.One));
        Assert.Equal(3.5m, BinaryOperation.Of(Operator.Subtract, typeof(decimal)).Apply(4m, 0.5m));
        Assert.Equal(TimeSpan.FromSeconds(3), BinaryOperation.Of(Operator.Add, typeof(TimeSpan)).Apply(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Binary_WithNulls_FollowsTheLiftedRules()
    {
        Assert.Null(BinaryOperation.Of(Operator.Add, typeof(int)).Apply(null, 1));
        Assert.Equal(false, BinaryOperation.Of(Operator.LessThan, typeof(int)).Apply(null, 1));
        Assert.Equal(true, BinaryOperation.Of(Operator.Equal, typeof(int)).Apply(null, null));
        Assert.Equal(true, BinaryOperation.Of(Operator.NotEqual, typeof(int)).Apply(null, 1));
        Assert.Equal(false, BinaryOperation.Of(Operator.And, typeof(bool)).Apply(null, false));
        Assert.Null(BinaryOperation.Of(Operator.Or, typeof(bool)).Apply(null, false));
        Assert.Equal("b", BinaryOperation.Of(Operator.Add, typeof(string)).Apply(null, "b"));
    }

    [Fact]
    public void Checked_Overflows_AndDivisionByZero_Throw()
    {
        Assert.Throws<OverflowException>(() => BinaryOperation.Of(Operator.AddChecked, typeof(int)).Apply(int.MaxValue, 1));
        Assert.Throws<DivideByZeroException>(() => BinaryOperation.Of(Operator.Divide, typeof(int)).Apply(1, 0));
        Assert.Throws<OverflowException>(() => new Conversion(typeof(byte), Conversion.Checked).Apply(256));
    }

    [Fact]
    public void Unary_GivesWhatCSharpGives()
    {
        Assert.Equal(-5, UnaryOperation.Of(Operator.Negate, typeof(int)).Apply(5));
        Assert.Equal(~5L, UnaryOperation.Of(Operator.OnesComplement, typeof(long)).Apply(5L));
        Assert.Equal(~5, UnaryOperation.Of(Operator.Not, typeof(int)).Apply(5));
        Assert.Equal(false, UnaryOperation.Of(Operator.Not, typeof(bool)).Apply(true));
        Assert.Null(UnaryOperation.Of(Operator.Negate, typeof(double)).Apply(null));
        Assert.Equal(2, UnaryOperation.Of(Operator.ArrayLength, typeof(Array)).Apply(new string[2]));
    }

    [Fact]
    public void Conversions_BetweenAllNumbers_AreTheLanguages()
    {
        object[] values = [(sbyte)-3, (byte)200, (short)-300, (ushort)60000, -70000, 3000000000u, -5000000000L, 18446744073709551615UL, 'x', 2.75f, -2.75];
        foreach (var value in values)
        {
            Assert.Equal(unchecked((int)(dynamic)value), new Conversion(typeof(int), Conversion.Unchecked).Apply(value));
            Assert.Equal(unchecked((long)(dynamic)value), new Conversion(typeof(long), Conversion.Unchecked).Apply(value));
            Assert.Equal((double)(dynamic)value, new Conversion(typeof(double), Conversion.Unchecked).Apply(value));
            Assert.Equal((float)(dynamic)value, new Conversion(typeof(float), Conversion.Unchecked).Apply(value));
        }

        Assert.Equal(unchecked((byte)(-70000)), new Conversion(typeof(byte), Conversion.Unchecked).Apply(-70000));
        Assert.Equal(DayOfWeek.Tuesday, new Conversion(typeof(DayOfWeek), Conversion.Unchecked).Apply(2L));
        Assert.Equal(2, new Conversion(typeof(int?), Conversion.Unchecked).Apply(DayOfWeek.Tuesday));
        Assert.Null(new Conversion(typeof(int?), Conversion.Unchecked).Apply(null));
        Assert.ThrowsAny<NullReferenceException>(() => new Conversion(typeof(int), Conversion.Unchecked).Apply(null));
    }

    [Fact]
    public void Casts_KeepTheTypeOrThrow()
    {
        Assert.Equal(DayOfWeek.Monday, new Conversion(typeof(DayOfWeek), Conversion.Cast).Apply(1));
        Assert.Throws<InvalidCastException>(() => new Conversion(typeof(int), Conversion.Cast).Apply(1L));
        Assert.Throws<InvalidCastException>(() => new Conversion(typeof(string), Conversion.Cast).Apply(1));
        Assert.Null(new Conversion(typeof(string), Conversion.Cast).Apply(null));
    }

    [Fact]
    public void Type_WithoutTheOperator_IsNamed()
    {
        var error = Assert.Throws<CovalentException>(() => BinaryOperation.Of(Operator.Add, typeof(Version)));
        Assert.Contains("has no operator '+'", error.Message, StringComparison.Ordinal);
    }
}
