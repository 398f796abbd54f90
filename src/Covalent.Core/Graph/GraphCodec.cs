using System.Buffers;

namespace Covalent.Core.Graph;

/// <summary>Binary form of a graph: what the store keeps and what travels to a server. About 4 bytes a node beside its arguments.</summary>
/// <remarks>
/// Layout, all numbers as varints: magic <c>CVG</c>, format version, templates, shared constants, node count; then per node the template
/// index, the slot block's length and the number of parents; then all parents as zigzag distances from their child; then all slot blocks;
/// then the output's type and structure.
/// </remarks>
internal static class GraphCodec
{
    private const byte FormatVersion = 1;

    public static void Write(IBufferWriter<byte> output, TransportGraph graph)
    {
        var writer = new BinaryGraphWriter(output);
        var parts = graph.ToParts();
        output.Write("CVG"u8);
        writer.Byte(FormatVersion);
        writer.Int(parts.Templates.Count);
        foreach (var template in parts.Templates)
        {
            TemplateCodec.Write(writer, template);
        }

        writer.Int(parts.SharedConstants.Count);
        foreach (var constant in parts.SharedConstants)
        {
            writer.Bytes(constant.Span);
        }

        WriteNodes(writer, parts);
        writer.Bytes(parts.Slots);
        writer.Text(parts.Output.Type);
        writer.Bytes(parts.Output.Structure.Span);
    }

    /// <summary>Reads a graph and checks everything a hostile or cut-off file could get wrong.</summary>
    /// <exception cref="CovalentException">The bytes are not a graph.</exception>
    public static TransportGraph Read(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span.StartsWith("CVG"u8))
        {
            throw BinaryGraphReader.Damaged("it does not begin like one");
        }

        var reader = new BinaryGraphReader(bytes[3..]);
        if (reader.Byte() is var version && version != FormatVersion)
        {
            throw new CovalentException($"A stored graph has format {version}; this version of Covalent reads format {FormatVersion}. Use the version that wrote it.");
        }

        var templates = new TaskTemplate[reader.Count(8)];
        for (var i = 0; i < templates.Length; i++)
        {
            templates[i] = TemplateCodec.Read(ref reader);
        }

        var shared = new ReadOnlyMemory<byte>[reader.Count(1)];
        for (var i = 0; i < shared.Length; i++)
        {
            shared[i] = reader.Bytes();
        }

        return ReadNodes(ref reader, templates, shared);
    }

    private static void WriteNodes(BinaryGraphWriter writer, GraphParts parts)
    {
        var count = parts.TemplateOf.Length;
        writer.Int(count);
        for (var node = 0; node < count; node++)
        {
            writer.Int(parts.TemplateOf[node]);
            writer.Int(parts.SlotStart[node + 1] - parts.SlotStart[node]);
            writer.Int(parts.ParentStart[node + 1] - parts.ParentStart[node]);
        }

        for (var node = 0; node < count; node++)
        {
            for (var i = parts.ParentStart[node]; i < parts.ParentStart[node + 1]; i++)
            {
                var distance = node - parts.Parents[i];
                writer.Varint((ulong)(uint)((distance << 1) ^ (distance >> 31)));
            }
        }
    }

    private static TransportGraph ReadNodes(ref BinaryGraphReader reader, TaskTemplate[] templates, ReadOnlyMemory<byte>[] shared)
    {
        var count = reader.Count(3);
        var templateOf = new int[count];
        var slotStart = new int[count + 1];
        var parentStart = new int[count + 1];
        for (var node = 0; node < count; node++)
        {
            templateOf[node] = reader.Int() is var index && index < templates.Length ? index : throw BinaryGraphReader.Damaged("a node has no template");
            slotStart[node + 1] = Sum(slotStart[node], reader.Int());
            parentStart[node + 1] = Sum(parentStart[node], reader.Int());
        }

        var parents = ReadParents(ref reader, parentStart);
        var slots = reader.Bytes();
        if (slots.Length != slotStart[count])
        {
            throw BinaryGraphReader.Damaged("the arguments do not add up");
        }

        var graph = new TransportGraph(new GraphParts
        {
            TemplateOf = templateOf,
            SlotStart = slotStart,
            Slots = slots.ToArray(),
            ParentStart = parentStart,
            Parents = parents,
            Templates = templates,
            SharedConstants = shared,
            Output = new GraphOutput(reader.Text(), reader.Bytes()),
        });
        GraphValidator.ThrowOnCycle(graph);
        return graph;
    }

    private static int[] ReadParents(ref BinaryGraphReader reader, int[] parentStart)
    {
        var count = parentStart.Length - 1;
        if (parentStart[count] > reader.Remaining)
        {
            throw BinaryGraphReader.Damaged("edges are missing");
        }

        var parents = new int[parentStart[count]];
        for (var node = 0; node < count; node++)
        {
            for (var i = parentStart[node]; i < parentStart[node + 1]; i++)
            {
                var coded = reader.Varint();
                var distance = (long)(coded >> 1) ^ -(long)(coded & 1);
                var parent = node - distance;
                parents[i] = parent >= 0 && parent < count ? (int)parent : throw BinaryGraphReader.Damaged("an edge leads nowhere");
            }
        }

        return parents;
    }

    private static int Sum(int start, int length) =>
        start + (long)length <= int.MaxValue ? start + length : throw BinaryGraphReader.Damaged("a length is out of range");
}
