using System.Globalization;

namespace Covalent.Quantum;

/// <summary>
/// A number that a running circuit computes from its measured bits: the result of <c>q.Measure(wire)</c> and what is calculated from it
/// with <c>!</c>, <c>&amp;</c>, <c>|</c>, <c>^</c>, <c>+</c>, <c>-</c>, <c>*</c> and comparisons. Used in conditions and in measurements.
/// </summary>
public abstract record ClassicalValue
{
    /// <summary>The bits it depends on, ascending.</summary>
    public abstract IReadOnlyList<int> Bits { get; }

    /// <summary>One bit of the circuit's classical memory.</summary>
    public static ClassicalValue Bit(int index) => new BitValue(index);

    /// <summary>A constant.</summary>
    public static ClassicalValue Constant(double value) => new ConstantValue(value);

    /// <summary>Whether bits, least significant first, spell the given number.</summary>
    public static ClassicalValue RegisterEquals(IReadOnlyList<int> bits, ulong number) => new RegisterValue([.. bits], number);

    /// <summary>1 where the value is 0, else 0.</summary>
    public static ClassicalValue operator !(ClassicalValue value) => value.Is(Constant(0));

    /// <summary>1 where both are not 0, else 0.</summary>
    public static ClassicalValue operator &(ClassicalValue left, ClassicalValue right) => new BinaryValue("&", left, right);

    /// <summary>1 where at least one is not 0, else 0.</summary>
    public static ClassicalValue operator |(ClassicalValue left, ClassicalValue right) => new BinaryValue("|", left, right);

    /// <summary>1 where exactly one is not 0, else 0.</summary>
    public static ClassicalValue operator ^(ClassicalValue left, ClassicalValue right) => new BinaryValue("^", left, right);

    /// <summary>The sum.</summary>
    public static ClassicalValue operator +(ClassicalValue left, ClassicalValue right) => new BinaryValue("+", left, right);

    /// <summary>The sum with a constant.</summary>
    public static ClassicalValue operator +(ClassicalValue left, double right) => left + Constant(right);

    /// <summary>A multiple.</summary>
    public static ClassicalValue operator *(double left, ClassicalValue right) => Constant(left) * right;

    /// <summary>The difference.</summary>
    public static ClassicalValue operator -(ClassicalValue left, ClassicalValue right) => new BinaryValue("-", left, right);

    /// <summary>The product.</summary>
    public static ClassicalValue operator *(ClassicalValue left, ClassicalValue right) => new BinaryValue("*", left, right);

    /// <summary>1 where smaller, else 0.</summary>
    public static ClassicalValue operator <(ClassicalValue left, ClassicalValue right) => new BinaryValue("<", left, right);

    /// <summary>1 where larger, else 0.</summary>
    public static ClassicalValue operator >(ClassicalValue left, ClassicalValue right) => right < left;

    /// <summary>1 where not larger, else 0.</summary>
    public static ClassicalValue operator <=(ClassicalValue left, ClassicalValue right) => !(right < left);

    /// <summary>1 where not smaller, else 0.</summary>
    public static ClassicalValue operator >=(ClassicalValue left, ClassicalValue right) => !(left < right);

    /// <summary>1 where equal to the given value, else 0 (<c>==</c> compares the descriptions, not the bits).</summary>
    public ClassicalValue Is(ClassicalValue other) => new BinaryValue("==", this, other);

    /// <summary>1 where equal to a constant, else 0.</summary>
    public ClassicalValue Is(double constant) => Is(Constant(constant));

    /// <summary>The value for given bits.</summary>
    public abstract double Evaluate(IReadOnlyList<bool> bits);
}

internal sealed record BitValue(int Index) : ClassicalValue
{
    public override IReadOnlyList<int> Bits => [Index];

    public override double Evaluate(IReadOnlyList<bool> bits) => bits[Index] ? 1 : 0;

    public override string ToString() => $"m{Index}";
}

internal sealed record ConstantValue(double Value) : ClassicalValue
{
    public override IReadOnlyList<int> Bits => [];

    public override double Evaluate(IReadOnlyList<bool> bits) => Value;

    public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
}

internal sealed record BinaryValue(string Operator, ClassicalValue Left, ClassicalValue Right) : ClassicalValue
{
    public override IReadOnlyList<int> Bits => [.. Left.Bits.Union(Right.Bits).Order()];

    public override double Evaluate(IReadOnlyList<bool> bits)
    {
        var (left, right) = (Left.Evaluate(bits), Right.Evaluate(bits));
        return Operator switch
        {
            "&" => left != 0 && right != 0 ? 1 : 0,
            "|" => left != 0 || right != 0 ? 1 : 0,
            "^" => (left != 0) != (right != 0) ? 1 : 0,
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "<" => left < right ? 1 : 0,
            _ => left == right ? 1 : 0,
        };
    }

    public override string ToString() => $"({Left} {Operator} {Right})";
}

internal sealed record RegisterValue(int[] Register, ulong Number) : ClassicalValue
{
    public override IReadOnlyList<int> Bits => [.. Register.Order()];

    public override double Evaluate(IReadOnlyList<bool> bits)
    {
        for (var i = 0; i < Register.Length; i++)
        {
            var wanted = i < 64 && ((Number >> i) & 1) == 1;
            if (bits[Register[i]] != wanted)
            {
                return 0;
            }
        }

        return Register.Length >= 64 || Number >> Register.Length == 0 ? 1 : 0;
    }

    public bool Equals(RegisterValue? other) => other is not null && Number == other.Number && Register.AsSpan().SequenceEqual(other.Register);

    public override int GetHashCode() => HashCode.Combine(Number, Register.Length);

    public override string ToString() => $"[{string.Join(", ", Register)}] == {Number}";
}
