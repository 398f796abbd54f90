using Covalent.Core.Execution;
using Covalent.Core.Graph;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <summary>Puts the value of a dispatch together from the encoded outputs of its nodes, without knowing their types.</summary>
/// <remarks>A lattice that returns one node has that node's value, byte for byte. Anything else becomes a value of codec <c>covalent/parts</c>.</remarks>
internal static class ResultAssembler
{
    public static StoredValue Assemble(TransportGraph graph, NodeValues values) =>
        SingleNode(graph.Output) is { } node ? values.GetStored(node) : Compose(graph.Output, graph.SharedConstants, values);

    /// <summary>The one node the lattice returns; null when it returns nothing or something composed.</summary>
    public static int? SingleNode(GraphOutput output)
    {
        var reader = new SlotReader(output.Structure.Span, []);
        return output.Structure.Length > 1 && output.Structure.Span[0] == (byte)StructureTag.Node && reader.Tag() == StructureTag.Node ? reader.Node() : null;
    }

    /// <summary>The nodes the value is made of.</summary>
    public static IReadOnlyList<int> NodesOf(GraphOutput output, IReadOnlyList<ReadOnlyMemory<byte>> shared)
    {
        var nodes = new List<int>();
        if (!output.Structure.IsEmpty)
        {
            var reader = new SlotReader(output.Structure.Span, shared);
            Collect(ref reader, nodes);
        }

        return nodes;
    }

    public static StoredValue Compose(GraphOutput output, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values, string? spoolFolder = null) => output.Structure.IsEmpty
        ? default
        : new StoredValue(PayloadCodecs.Parts, PartsCodec.Encode(output.Structure.Span, shared, values, spoolFolder), null);

    private static void Collect(ref SlotReader reader, List<int> nodes)
    {
        switch (reader.Tag())
        {
            case StructureTag.Constant:
                reader.Constant();
                break;
            case StructureTag.Node:
                nodes.Add(reader.Node());
                break;
            case StructureTag.List:
                for (var count = reader.Count(); count > 0; count--)
                {
                    Collect(ref reader, nodes);
                }

                break;
            default:
                for (var count = reader.Count(); count > 0; count--)
                {
                    reader.Constant();
                    Collect(ref reader, nodes);
                }

                break;
        }
    }
}
