using System.Collections;

namespace Covalent.Core.Execution;

/// <summary>The few shared constants of a graph that one task uses, found under their index in the graph.</summary>
internal sealed class PackedConstants(KeyValuePair<int, ReadOnlyMemory<byte>>[] used) : IReadOnlyList<ReadOnlyMemory<byte>>
{
    public static readonly PackedConstants None = new([]);

    /// <summary>One more than the largest index, as a list would have it.</summary>
    public int Count { get; } = used.Length == 0 ? 0 : checked(used.Max(entry => entry.Key) + 1);

    public IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> Used => used;

    /// <summary>Bytes of all of them.</summary>
    public long Size { get; } = used.Sum(static entry => (long)entry.Value.Length);

    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            foreach (var (key, value) in used)
            {
                if (key == index)
                {
                    return value;
                }
            }

            throw new CovalentException($"A task package lacks shared constant {index}, which its arguments use. It was altered or made by another version; dispatch again.");
        }
    }

    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator() => used.Select(entry => entry.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
