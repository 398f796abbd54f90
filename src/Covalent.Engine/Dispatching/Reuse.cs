using System.Buffers.Binary;
using Covalent.Core.Graph;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <summary>Finds the results of an earlier dispatch that a new graph may take: those of completed nodes whose function, inputs and ancestors
/// are unchanged.</summary>
/// <remarks>Each node is hashed together with the hashes of its parents, so equal hashes mean equal computations all the way up, wherever the
/// nodes stand in their graphs.</remarks>
internal static class Reuse
{
    /// <param name="earlier">The earlier graph.</param>
    /// <param name="records">Records of its nodes.</param>
    /// <param name="graph">The new graph; the same object when nothing was changed.</param>
    /// <returns>Records to begin with, numbered as in the new graph.</returns>
    public static IReadOnlyList<NodeRecord> Find(TransportGraph earlier, IReadOnlyList<NodeRecord> records, TransportGraph graph)
    {
        var completed = records.Where(record => record.Status == Status.Completed);
        if (ReferenceEquals(earlier, graph))
        {
            return [.. completed];
        }

        var hashes = Hash(earlier);
        var known = new Dictionary<NodeHash, Queue<NodeRecord>>();
        foreach (var record in completed)
        {
            if (!known.TryGetValue(hashes[record.Node], out var queue))
            {
                known.Add(hashes[record.Node], queue = new Queue<NodeRecord>());
            }

            queue.Enqueue(record);
        }

        return Take(graph, known);
    }

    // A node can only be taken when its parents are: an equal call may have run twice before and once now.
    private static List<NodeRecord> Take(TransportGraph graph, Dictionary<NodeHash, Queue<NodeRecord>> known)
    {
        var hashes = Hash(graph);
        var isTaken = new bool[graph.NodeCount];
        var taken = new List<NodeRecord>();
        foreach (var node in Topology.Order(graph))
        {
            if (graph.KindOf(node) == NodeKind.Parameter)
            {
                isTaken[node] = true;
            }
            else if (AllTaken(graph, node, isTaken) && known.TryGetValue(hashes[node], out var queue) && queue.TryDequeue(out var record))
            {
                isTaken[node] = true;
                taken.Add(record with { Node = node });
            }
        }

        return taken;
    }

    private static bool AllTaken(TransportGraph graph, int node, bool[] isTaken)
    {
        foreach (var parent in graph.ParentsOf(node))
        {
            if (!isTaken[parent])
            {
                return false;
            }
        }

        return true;
    }

    private static NodeHash[] Hash(TransportGraph graph)
    {
        var fingerprint = new Fingerprint();
        var identities = graph.Templates.Select(FunctionIdentity.BytesOf).ToArray();
        Span<byte> hash = stackalloc byte[Fingerprint.Size];
        var hashes = new NodeHash[graph.NodeCount];
        foreach (var node in Topology.Order(graph))
        {
            fingerprint.Add(identities[graph.TemplateIndexOf(node)]);
            fingerprint.AddSlots(graph, node, (print, input) => hashes[input].AddTo(print));
            foreach (var parent in graph.ParentsOf(node))
            {
                hashes[parent].AddTo(fingerprint);
            }

            fingerprint.Finish(hash);
            hashes[node] = new NodeHash(hash);
        }

        return hashes;
    }

    /// <summary>A SHA-256 as a value that dictionaries can hold.</summary>
    private readonly record struct NodeHash(UInt128 High, UInt128 Low)
    {
        public NodeHash(ReadOnlySpan<byte> hash)
            : this(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]))
        {
        }

        public void AddTo(Fingerprint fingerprint)
        {
            Span<byte> bytes = stackalloc byte[Fingerprint.Size];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
            BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], Low);
            fingerprint.Add(bytes);
        }
    }
}
