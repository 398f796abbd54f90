using System.Buffers;
using Covalent.Core.Graph;

namespace Covalent.Core.Execution;

/// <summary>Bodies of codec <c>covalent/parts</c>: what a lattice returns when it is more than one node, put together without knowing any type.</summary>
/// <remarks>Layout: the structure with its length, as in a slot (see <see cref="SlotWriter"/>) with its nodes numbered from 0; then the count of
/// values and, for each number, the codec as text and the bytes.</remarks>
internal static class PartsCodec
{
    /// <param name="structure">A structure slot naming nodes.</param>
    /// <param name="shared">Shared constants of the graph.</param>
    /// <param name="values">What the nodes produced.</param>
    /// <param name="spoolFolder">Where a very large body comes to rest; null for memory.</param>
    public static ReadOnlyMemory<byte> Encode(ReadOnlySpan<byte> structure, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values, string? spoolFolder = null)
    {
        var numbers = new Dictionary<int, int>();
        var renumbered = new ArrayBufferWriter<byte>();
        var reader = new SlotReader(structure, shared);
        Copy(ref reader, new SlotWriter(renumbered), numbers);
        var parts = numbers.OrderBy(entry => entry.Value).Select(entry => values.GetEncoded(entry.Key)).ToList();
        if (spoolFolder is not null && parts.Sum(part => (long)part.Bytes.Length) > SpooledBytes.Threshold)
        {
            using var spool = new Spool(spoolFolder);
            Write(renumbered.WrittenSpan, parts, piece => spool.Append(piece.Span));
            return spool.Take();
        }

        var output = new ArrayBufferWriter<byte>();
        Write(renumbered.WrittenSpan, parts, piece => output.Write(piece.Span));
        return output.WrittenMemory;
    }

    private static void Write(ReadOnlySpan<byte> structure, List<EncodedValue> parts, Action<ReadOnlyMemory<byte>> write)
    {
        var head = new ArrayBufferWriter<byte>();
        var writer = new BinaryGraphWriter(head);
        writer.Bytes(structure);
        writer.Int(parts.Count);
        foreach (var part in parts)
        {
            writer.Text(part.Codec ?? "");
            writer.Int(part.Bytes.Length);
            write(head.WrittenMemory);
            head.ResetWrittenCount();
            foreach (var piece in SpooledBytes.Pieces(part.Bytes))
            {
                write(piece);
            }
        }

        write(head.WrittenMemory);
    }

    /// <exception cref="CovalentException">The bytes are damaged or hold something else.</exception>
    public static object? Decode(Type type, ReadOnlyMemory<byte> body)
    {
        var reader = new BinaryGraphReader(body);
        var structure = reader.Bytes();
        var parts = new EncodedValue[reader.Count(2)];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = new EncodedValue(reader.Text(), reader.Bytes());
        }

        var slot = new SlotReader(structure.Span, []);
        return StructureReader.For(type).Read(ref slot, new Parts(parts));
    }

    private static void Copy(ref SlotReader reader, SlotWriter writer, Dictionary<int, int> numbers)
    {
        var tag = reader.Tag();
        writer.Tag(tag);
        switch (tag)
        {
            case StructureTag.Constant:
                writer.Constant(reader.Constant());
                break;
            case StructureTag.Node:
                writer.Node(NumberOf(reader.Node(), numbers));
                break;
            default:
                CopyItems(ref reader, writer, hasKeys: tag == StructureTag.Map, numbers);
                break;
        }
    }

    private static void CopyItems(ref SlotReader reader, SlotWriter writer, bool hasKeys, Dictionary<int, int> numbers)
    {
        var count = reader.Count();
        writer.Count(count);
        for (; count > 0; count--)
        {
            if (hasKeys)
            {
                writer.Constant(reader.Constant());
            }

            Copy(ref reader, writer, numbers);
        }
    }

    private static int NumberOf(int node, Dictionary<int, int> numbers)
    {
        numbers.TryAdd(node, numbers.Count);
        return numbers[node];
    }

    private sealed class Parts(EncodedValue[] parts) : INodeValues
    {
        public EncodedValue GetEncoded(int nodeId) => (uint)nodeId < (uint)parts.Length ? parts[nodeId] : throw BinaryGraphReader.Damaged("a part of a value is missing");

        public bool TryGetShared(int nodeId, out object? value)
        {
            value = null;
            return false;
        }
    }
}
