using System.Collections;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum;

/// <summary>
/// An ordered list of different wires. Order matters: the first wire is the most significant bit of every index built from the list.
/// Written as a collection expression: <c>[0, 1]</c> or <c>["control", "target"]</c>.
/// </summary>
[CollectionBuilder(typeof(Wires), nameof(Create))]
public sealed class Wires : IReadOnlyList<Wire>, IEquatable<Wires>
{
    private readonly Wire[] items;

    private Wires(Wire[] items) => this.items = items;

    /// <summary>No wires. As a measurement's argument it means: all wires of the circuit.</summary>
    public static Wires None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public Wire this[int index] => items[index];

    /// <summary>One numbered wire.</summary>
    public static implicit operator Wires(int wire) => new([wire]);

    /// <summary>One labelled wire.</summary>
    public static implicit operator Wires(string wire) => new([wire]);

    /// <summary>One wire.</summary>
    public static implicit operator Wires(Wire wire) => new([wire]);

    /// <summary>Several numbered wires.</summary>
    public static implicit operator Wires(int[] wires) => Create([.. wires.Select(number => new Wire(number))]);

    /// <summary>Whether both lists name the same wires in the same order.</summary>
    public static bool operator ==(Wires? left, Wires? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the lists differ in a wire or in order.</summary>
    public static bool operator !=(Wires? left, Wires? right) => !(left == right);

    /// <summary>Makes a list of wires; collection expressions call this.</summary>
    /// <exception cref="ArgumentException">A wire is named twice.</exception>
    public static Wires Create(ReadOnlySpan<Wire> wires)
    {
        if (wires.IsEmpty)
        {
            return None;
        }

        RefuseDuplicates(wires);
        return new(wires.ToArray());
    }

    /// <summary>The wires 0, 1, … <paramref name="count"/> − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static Wires Range(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var items = new Wire[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = i;
        }

        return count == 0 ? None : new(items);
    }

    /// <summary>The position of a wire in this list, or −1.</summary>
    public int IndexOf(Wire wire) => Array.IndexOf(items, wire);

    /// <summary>Whether the list names the wire.</summary>
    public bool Contains(Wire wire) => IndexOf(wire) >= 0;

    /// <summary>This list followed by another; no wire may be in both.</summary>
    /// <exception cref="ArgumentException">A wire is in both lists.</exception>
    public Wires Concat(Wires other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Count == 0 ? this : Count == 0 ? other : Create([.. items, .. other.items]);
    }

    /// <summary>This list followed by those wires of the other that it lacks.</summary>
    public Wires Union(Wires other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new([.. items.Union(other.items)]);
    }

    /// <summary>The same list with every wire renamed; wires that the map lacks keep their name.</summary>
    public Wires Map(IReadOnlyDictionary<Wire, Wire> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Create([.. items.Select(wire => map.TryGetValue(wire, out var renamed) ? renamed : wire)]);
    }

    /// <summary>The wires as a span.</summary>
    public ReadOnlySpan<Wire> AsSpan() => items;

    /// <inheritdoc/>
    public bool Equals(Wires? other) => ReferenceEquals(this, other) || (other is not null && items.AsSpan().SequenceEqual(other.items));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Wires);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var wire in items)
        {
            hash.Add(wire);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<Wire> GetEnumerator() => ((IEnumerable<Wire>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    /// <summary>The wires in brackets, such as <c>[0, 2]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", items)}]";

    private static void RefuseDuplicates(ReadOnlySpan<Wire> wires)
    {
        if (wires.Length > 32)
        {
            var seen = new HashSet<Wire>();
            foreach (var wire in wires)
            {
                if (!seen.Add(wire))
                {
                    throw Duplicate(wire, wires);
                }
            }

            return;
        }

        for (var i = 1; i < wires.Length; i++)
        {
            if (wires[..i].Contains(wires[i]))
            {
                throw Duplicate(wires[i], wires);
            }
        }
    }

    private static ArgumentException Duplicate(Wire wire, ReadOnlySpan<Wire> wires) =>
        new($"Wire {wire} is named twice in [{string.Join(", ", wires.ToArray())}]; each wire of a gate or measurement must be different.", nameof(wires));
}
