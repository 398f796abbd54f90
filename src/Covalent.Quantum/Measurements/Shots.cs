namespace Covalent.Quantum;

/// <summary>
/// How often a circuit is sampled: not at all (<see cref="Analytic"/>, exact values), a number of times, or several numbers of times
/// (a shot vector: one result per entry). Written as a number where shots are expected. Where <c>Shots?</c> is
/// <see langword="null"/>, nothing was said and the next outer setting counts.
/// </summary>
public sealed record Shots
{
    private readonly int[] counts;

    private Shots(int[] counts) => this.counts = counts;

    /// <summary>No sampling: exact results.</summary>
    public static Shots Analytic { get; } = new([]);

    /// <summary>Whether results are exact.</summary>
    public bool IsAnalytic => counts.Length == 0;

    /// <summary>Whether there is one result per entry of a shot vector.</summary>
    public bool IsVector { get; private init; }

    /// <summary>All shots together; <see langword="null"/> when analytic.</summary>
    public int? Total => counts.Length == 0 ? null : counts.Sum();

    /// <summary>The numbers of shots; empty when analytic.</summary>
    public IReadOnlyList<int> Counts => counts;

    /// <summary>A number of shots.</summary>
    public static implicit operator Shots(int count) => FromInt32(count);

    /// <summary>A shot vector.</summary>
    public static implicit operator Shots(int[] counts) => Vector(counts);

    /// <summary>A number of shots.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is 0 or negative.</exception>
    public static Shots FromInt32(int count) => new([Positive(count)]);

    /// <summary>Several numbers of shots: results are lists with one entry per number.</summary>
    /// <exception cref="ArgumentException">The list is empty, or a number is 0 or negative.</exception>
    public static Shots Vector(params ReadOnlySpan<int> counts)
    {
        if (counts.IsEmpty)
        {
            throw new ArgumentException("A shot vector needs at least one entry; use Shots.Analytic for exact results.", nameof(counts));
        }

        foreach (var count in counts)
        {
            Positive(count);
        }

        return new(counts.ToArray()) { IsVector = true };
    }

    /// <inheritdoc/>
    public bool Equals(Shots? other) => other is not null && IsVector == other.IsVector && counts.AsSpan().SequenceEqual(other.counts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(counts.Length, Total);

    /// <summary>Such as <c>analytic</c>, <c>1024</c> or <c>(10, 1000)</c>.</summary>
    public override string ToString() => IsAnalytic ? "analytic" : IsVector ? $"({string.Join(", ", counts)})" : $"{counts[0]}";

    private static int Positive(int count) => count > 0
        ? count
        : throw new ArgumentOutOfRangeException(nameof(count), count, "The number of shots must be positive; use Shots.Analytic for exact results.");
}
