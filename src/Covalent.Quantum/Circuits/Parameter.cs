using System.Globalization;
using Covalent.Quantum.Circuits;

namespace Covalent.Quantum;

/// <summary>
/// A real number given to a gate: a plain number, a column of numbers (broadcasting: one circuit per entry), or a number that remembers
/// how it was computed from the inputs of a circuit, so that the circuit can be re-bound and differentiated.
/// </summary>
public readonly struct Parameter : IEquatable<Parameter>
{
    private readonly double[]? column;

    internal Parameter(double value, ParameterExpression? expression, double[]? column = null)
    {
        Value = value;
        Expression = expression;
        this.column = column;
    }

    /// <summary>The number; of a broadcast parameter the first.</summary>
    public double Value { get; }

    /// <summary>How many values a broadcast parameter holds; <see langword="null"/> for a single number.</summary>
    public int? BatchSize => column?.Length;

    /// <summary>Whether the number follows from an input of the circuit.</summary>
    public bool IsTrainable => Expression is not null;

    internal ParameterExpression? Expression { get; }

    /// <summary>A constant.</summary>
    public static implicit operator Parameter(double value) => new(value, null);

    /// <summary>A broadcast parameter: the circuit is run once for each value.</summary>
    /// <exception cref="ArgumentException">The array is empty.</exception>
    public static implicit operator Parameter(double[] values) => FromDoubles(values);

    /// <summary>A constant; for languages without implicit conversions.</summary>
    public static Parameter FromDouble(double value) => value;

    /// <summary>A broadcast parameter: the circuit is run once for each value.</summary>
    /// <exception cref="ArgumentException">The array is empty.</exception>
    public static Parameter FromDoubles(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Length == 0
            ? throw new ArgumentException("A broadcast parameter needs at least one value; the array is empty.", nameof(values))
            : new(values[0], null, [.. values]);
    }

    /// <summary>The negative.</summary>
    public static Parameter operator -(Parameter value) => value * -1;

    /// <summary>The sum.</summary>
    public static Parameter operator +(Parameter left, Parameter right) =>
        ParameterArithmetic.Add(left, right);

    /// <summary>The difference.</summary>
    public static Parameter operator -(Parameter left, Parameter right) => left + (-right);

    /// <summary>The product.</summary>
    public static Parameter operator *(Parameter left, Parameter right) =>
        ParameterArithmetic.Multiply(left, right);

    /// <summary>The quotient.</summary>
    public static Parameter operator /(Parameter left, Parameter right) =>
        right.Expression is null && right.column is null ? left * (1 / right.Value) : left * Apply("reciprocal", static x => 1 / x, static x => -1 / (x * x), right);

    /// <summary>Whether both have the same value and history.</summary>
    public static bool operator ==(Parameter left, Parameter right) => left.Equals(right);

    /// <summary>Whether value or history differ.</summary>
    public static bool operator !=(Parameter left, Parameter right) => !left.Equals(right);

    /// <summary>The sine (radians).</summary>
    public static Parameter Sin(Parameter value) => Apply("sin", Math.Sin, Math.Cos, value);

    /// <summary>The cosine (radians).</summary>
    public static Parameter Cos(Parameter value) => Apply("cos", Math.Cos, static x => -Math.Sin(x), value);

    /// <summary>The tangent (radians).</summary>
    public static Parameter Tan(Parameter value) => Apply("tan", Math.Tan, static x => 1 + (Math.Tan(x) * Math.Tan(x)), value);

    /// <summary>The inverse tangent, in radians.</summary>
    public static Parameter Atan(Parameter value) => Apply("atan", Math.Atan, static x => 1 / (1 + (x * x)), value);

    /// <summary>The exponential.</summary>
    public static Parameter Exp(Parameter value) => Apply("exp", Math.Exp, Math.Exp, value);

    /// <summary>The natural logarithm.</summary>
    public static Parameter Log(Parameter value) => Apply("log", Math.Log, static x => 1 / x, value);

    /// <summary>The square root.</summary>
    public static Parameter Sqrt(Parameter value) => Apply("sqrt", Math.Sqrt, static x => 0.5 / Math.Sqrt(x), value);

    /// <summary>The hyperbolic tangent.</summary>
    public static Parameter Tanh(Parameter value) => Apply("tanh", Math.Tanh, static x => 1 - (Math.Tanh(x) * Math.Tanh(x)), value);

    /// <summary>A power with a constant exponent.</summary>
    public static Parameter Pow(Parameter value, double exponent) =>
        Apply($"pow {exponent.ToString("R", CultureInfo.InvariantCulture)}", x => Math.Pow(x, exponent), x => exponent * Math.Pow(x, exponent - 1), value);

    /// <summary>The value in one row of a broadcast; a single number is the same in every row.</summary>
    public double At(int row) => column is null ? Value : column[row];

    /// <inheritdoc/>
    public bool Equals(Parameter other) =>
        Value.Equals(other.Value) && Equals(Expression, other.Expression)
        && (column is null ? other.column is null : other.column is not null && column.AsSpan().SequenceEqual(other.column));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Parameter other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value, column?.Length);

    /// <summary>The number in shortest exact form, or the numbers of a broadcast in brackets.</summary>
    public override string ToString() => column is null
        ? Value.ToString("R", CultureInfo.InvariantCulture)
        : $"[{string.Join(", ", column.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]";

    private static Parameter Apply(string name, Func<double, double> function, Func<double, double> slope, Parameter value) =>
        ParameterArithmetic.Apply(name, function, slope, value);
}
