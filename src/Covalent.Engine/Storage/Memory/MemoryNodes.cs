namespace Covalent.Engine.Storage.Memory;

/// <summary>Ends of nodes in flat arrays: a million small results are no objects that the garbage collector would have to follow.</summary>
internal sealed class MemoryNodes(int count)
{
    private readonly Plain[] _plain = new Plain[count];
    private readonly Dictionary<int, NodeRecord> _full = [];
    private readonly ValueArena _values = new();

    public void Set(in NodeEnd end)
    {
        var outcome = end.Outcome;
        var isPlain = outcome.Result.Codec is PayloadCodecs.Binary or null && outcome.Result.Bytes.Length <= ValueArena.MaxLength && !DetailCodec.IsNeeded(end);
        _plain[end.Node] = new Plain
        {
            Status = (byte)((byte)end.Status + 1),
            Attempt = (ushort)end.Attempt,
            StartedAt = outcome.StartedAt,
            EndedAt = outcome.EndedAt,
            Value = isPlain && outcome.Result.Codec is not null ? _values.Append(outcome.Result.Bytes.Span) : 0,
        };
        if (isPlain)
        {
            _full.Remove(end.Node);
        }
        else
        {
            _full[end.Node] = ToRecord(end);
        }
    }

    /// <summary>The record of a node that left its initial state; null for others.</summary>
    public NodeRecord? Get(int node)
    {
        ref readonly var plain = ref _plain[node];
        return plain.Status == 0 ? null : _full.TryGetValue(node, out var full) ? full : new NodeRecord
        {
            Node = node,
            Status = (Status)(plain.Status - 1),
            Attempt = plain.Attempt,
            StartedAt = plain.StartedAt,
            EndedAt = plain.EndedAt,
            Value = plain.Value == 0 ? default : new StoredValue(PayloadCodecs.Binary, _values.Read(plain.Value), null),
        };
    }

    public int Count(Status status) => _plain.Count(plain => plain.Status == (byte)status + 1);

    private static NodeRecord ToRecord(in NodeEnd end)
    {
        var outcome = end.Outcome;
        return new NodeRecord
        {
            Node = end.Node,
            Status = end.Status,
            Attempt = end.Attempt,
            StartedAt = outcome.StartedAt,
            EndedAt = outcome.EndedAt,
            Value = outcome.Result.Codec is null ? default : new StoredValue(outcome.Result.Codec, outcome.Result.Bytes, null, outcome.ResultHead),
            Detail = new NodeDetail
            {
                Failure = outcome.Failure,
                HasChild = end.HasChild,
                StopConfirmed = outcome.StopConfirmed,
                Host = outcome.Host,
                PeakMemory = outcome.PeakMemory,
                Stdout = new StoredStream(outcome.Stdout, null),
                Stderr = new StoredStream(outcome.Stderr, null),
                Attachments = outcome.Attachments,
            },
        };
    }

    /// <summary>Status plus one (0: nothing known), times, and where the value lies.</summary>
    private struct Plain
    {
        public byte Status;
        public ushort Attempt;
        public long StartedAt;
        public long EndedAt;
        public long Value;
    }
}
