using System.Buffers;
using Covalent.Core.Graph;

namespace Covalent.Engine.Storage;

/// <summary>Compact form of a list of nodes: about one byte a node when they come in order.</summary>
/// <remarks>Count, then zigzag distances from the one before. Starts are two such lists: first attempts, then nodes with their attempt
/// and the number of deaths.</remarks>
internal static class StepCodec
{
    public static void WriteNodes(IBufferWriter<byte> output, ReadOnlySpan<int> nodes)
    {
        var writer = new BinaryGraphWriter(output);
        writer.Int(nodes.Length);
        var last = 0;
        foreach (var node in nodes)
        {
            writer.Varint(Distance(node, ref last));
        }
    }

    public static List<int> ReadNodes(ReadOnlyMemory<byte> bytes)
    {
        var reader = new BinaryGraphReader(bytes);
        return ReadNodes(ref reader);
    }

    public static void WriteStarts(IBufferWriter<byte> output, ReadOnlySpan<NodeStart> starts)
    {
        var writer = new BinaryGraphWriter(output);
        var fresh = 0;
        foreach (var start in starts)
        {
            fresh += IsFresh(start) ? 1 : 0;
        }

        var last = 0;
        writer.Int(fresh);
        foreach (var start in starts)
        {
            if (IsFresh(start))
            {
                writer.Varint(Distance(start.Node, ref last));
            }
        }

        last = 0;
        writer.Int(starts.Length - fresh);
        foreach (var start in starts)
        {
            if (!IsFresh(start))
            {
                writer.Varint(Distance(start.Node, ref last));
                writer.Int(start.Attempt);
                writer.Int(start.Deaths);
            }
        }
    }

    public static IEnumerable<(int Node, int Attempt, int Deaths)> ReadStarts(ReadOnlyMemory<byte> bytes)
    {
        var result = new List<(int, int, int)>();
        var reader = new BinaryGraphReader(bytes);
        foreach (var node in ReadNodes(ref reader))
        {
            result.Add((node, 1, 0));
        }

        var last = 0;
        for (var count = reader.Count(3); count > 0; count--)
        {
            result.Add((Next(reader.Varint(), ref last), reader.Int(), reader.Int()));
        }

        return result;
    }

    private static List<int> ReadNodes(ref BinaryGraphReader reader)
    {
        var count = reader.Count(1);
        var nodes = new List<int>(count);
        var last = 0;
        for (; count > 0; count--)
        {
            nodes.Add(Next(reader.Varint(), ref last));
        }

        return nodes;
    }

    private static bool IsFresh(in NodeStart start) => start is { Attempt: 1, Deaths: 0 };

    private static ulong Distance(int node, ref int last)
    {
        var distance = node - last;
        last = node;
        return (uint)((distance << 1) ^ (distance >> 31));
    }

    private static int Next(ulong coded, ref int last)
    {
        last += (int)(uint)(coded >> 1) ^ -(int)(coded & 1);
        return last;
    }
}
