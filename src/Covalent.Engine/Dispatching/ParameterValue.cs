using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent.Engine.Dispatching;

/// <summary>The value of a parameter node, which is the one constant in its slot block.</summary>
internal static class ParameterValue
{
    public static EncodedValue Of(TransportGraph graph, int node) =>
        new(graph.TemplateOf(node).Slots[0].Kind == SlotKind.Json ? PayloadCodecs.Json : PayloadCodecs.Binary, BytesOf(graph, node));

    private static ReadOnlyMemory<byte> BytesOf(TransportGraph graph, int node)
    {
        var block = graph.SlotsOf(node);
        var reader = new SlotReader(block.Span, graph.SharedConstants);
        var constant = reader.Constant();
        foreach (var shared in graph.SharedConstants)
        {
            if (shared.Span == constant)
            {
                return shared;
            }
        }

        return block[^constant.Length..];
    }
}
