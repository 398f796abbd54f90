using System.Buffers;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>Large constants that several nodes use are held once in the graph, whether they are the same object or only equal.</summary>
internal sealed class SharedConstants(GraphBuilder graph)
{
    /// <summary>Encoded size in bytes from which sharing pays.</summary>
    public const int Smallest = 1024;

    private readonly Dictionary<object, (ValueCodec Codec, int Index)> _immutable = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ulong, List<(ReadOnlyMemory<byte> Bytes, int Index)>> _byContent = [];

    /// <summary>Finds an object that can never change without encoding it again. Others might have been changed since, so they are encoded.</summary>
    public bool TryFind(object? value, ValueCodec codec, out int index)
    {
        index = -1;
        if (value is null || _immutable.Count == 0 || !_immutable.TryGetValue(value, out var known) || known.Codec != codec)
        {
            return false;
        }

        index = known.Index;
        return true;
    }

    public int Add(object value, ValueCodec codec, ReadOnlySpan<byte> encoded)
    {
        var index = FindOrAdd(encoded);
        if (codec.IsDeeplyImmutable)
        {
            _immutable[value] = (codec, index);
        }

        return index;
    }

    private int FindOrAdd(ReadOnlySpan<byte> encoded)
    {
        var hash = ContentHash.Of(encoded);
        if (!_byContent.TryGetValue(hash, out var same))
        {
            _byContent[hash] = same = [];
        }

        foreach (var (bytes, known) in same)
        {
            if (bytes.Span.SequenceEqual(encoded))
            {
                return known;
            }
        }

        ReadOnlyMemory<byte> copy = encoded.ToArray();
        var index = graph.AddSharedConstant(copy);
        same.Add((copy, index));
        return index;
    }
}
