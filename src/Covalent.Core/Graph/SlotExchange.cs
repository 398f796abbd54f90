using System.Buffers;

namespace Covalent.Core.Graph;

/// <summary>Puts other slot blocks into a graph.</summary>
internal static class SlotExchange
{
    /// <returns>The slots and their starts, as <see cref="GraphParts"/> has them.</returns>
    public static (byte[] Slots, int[] Starts) Apply(TransportGraph graph, IReadOnlyDictionary<int, ReadOnlyMemory<byte>> blocks)
    {
        var starts = new int[graph.NodeCount + 1];
        var slots = new ArrayBufferWriter<byte>();
        for (var node = 0; node < graph.NodeCount; node++)
        {
            slots.Write((blocks.TryGetValue(node, out var block) ? block : graph.SlotsOf(node)).Span);
            starts[node + 1] = slots.WrittenCount;
        }

        return (slots.WrittenSpan.ToArray(), starts);
    }
}
