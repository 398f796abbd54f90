using System.Globalization;

namespace Covalent.Quantum;

/// <summary>The name of one quantum wire: an integer or a text label. <c>0</c> and <c>"0"</c> are different wires.</summary>
public readonly struct Wire : IEquatable<Wire>
{
    private readonly string? label;

    private readonly int number;

    /// <summary>A wire named by a number.</summary>
    /// <param name="number">Zero or positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Wire(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        this.number = number;
    }

    /// <summary>A wire named by a text label.</summary>
    /// <param name="label">Any text that is not empty.</param>
    /// <exception cref="ArgumentException">The label is empty.</exception>
    public Wire(string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        this.label = label;
    }

    /// <summary>The wire's number, or <see langword="null"/> for a wire with a text label.</summary>
    public int? Number => label is null ? number : null;

    /// <summary>The wire's text label, or <see langword="null"/> for a numbered wire.</summary>
    public string? Label => label;

    /// <summary>Names a wire by a number.</summary>
    public static implicit operator Wire(int number) => new(number);

    /// <summary>Names a wire by a label.</summary>
    public static implicit operator Wire(string label) => new(label);

    /// <summary>Names a wire by a number; for languages without implicit conversions.</summary>
    public static Wire FromInt32(int number) => new(number);

    /// <summary>Names a wire by a label; for languages without implicit conversions.</summary>
    public static Wire FromString(string label) => new(label);

    /// <summary>Whether both name the same wire.</summary>
    public static bool operator ==(Wire left, Wire right) => left.Equals(right);

    /// <summary>Whether they name different wires.</summary>
    public static bool operator !=(Wire left, Wire right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Wire other) => number == other.number && string.Equals(label, other.label, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Wire other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => label is null ? number : label.GetHashCode(StringComparison.Ordinal);

    /// <summary>The label, or the number in digits.</summary>
    public override string ToString() => label ?? number.ToString(CultureInfo.InvariantCulture);
}
