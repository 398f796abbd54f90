using System.Collections.Concurrent;
using Covalent.Core.Execution;
using Covalent.Core.Graph;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <summary>Outputs of the finished nodes of a running dispatch. Written by the engine's pass, read by drivers on any thread.</summary>
/// <param name="graph">The graph.</param>
/// <param name="store">Where stored values are read from.</param>
/// <param name="atHand">Bounds the bytes of stored values that are kept in memory as well; null for none.</param>
internal sealed class NodeValues(TransportGraph graph, IDispatchReader store, AtHandBudget? atHand = null) : INodeValues
{
    // Decoding something this small is cheaper than keeping an object alive for it.
    private const int WorthSharing = 64;
    private readonly ValueArena _arena = new();
    private readonly ConcurrentDictionary<int, KeptValue> _kept = new();
    private readonly int _returned = ResultAssembler.SingleNode(graph.Output) ?? -1;
    private long[]? _places;
    private ReadOnlyMemory<byte> _returnedHead;

    public EncodedValue GetEncoded(int nodeId)
    {
        if (graph.KindOf(nodeId) == NodeKind.Parameter)
        {
            return ParameterValue.Of(graph, nodeId);
        }

        if (_places?[nodeId] is > 0 and var place)
        {
            return new EncodedValue(PayloadCodecs.Binary, _arena.Read(place));
        }

        return _kept.TryGetValue(nodeId, out var kept) ? kept.Encoded(store) : default;
    }

    public bool TryGetShared(int nodeId, out object? value)
    {
        value = _kept.TryGetValue(nodeId, out var kept) ? kept.Shared : null;
        return value is not null;
    }

    /// <summary>The result where it lies, for records and for the parents of sublattices.</summary>
    public StoredValue GetStored(int nodeId)
    {
        var head = nodeId == _returned ? _returnedHead : default;
        if (_kept.TryGetValue(nodeId, out var kept))
        {
            return kept.Stored with { Head = head };
        }

        var encoded = GetEncoded(nodeId);
        return encoded.Codec is null ? default : new StoredValue(encoded.Codec, encoded.Bytes, null, head);
    }

    public void Set(int node, TaskOutcome outcome, AssetId? asset)
    {
        var result = outcome.Result;
        if (result.Codec is null)
        {
            return;
        }

        if (node == _returned)
        {
            _returnedHead = outcome.ResultHead;
        }

        var isShared = outcome.SharedResult is not null && result.Bytes.Length >= WorthSharing;
        if (asset is null && !isShared && result.Codec == PayloadCodecs.Binary && result.Bytes.Length <= ValueArena.MaxLength)
        {
            (_places ??= new long[graph.NodeCount])[node] = _arena.Append(result.Bytes.Span);
            return;
        }

        var consumers = graph.ChildrenOf(node).Length;
        _kept[node] = new KeptValue(
            new StoredValue(result.Codec, asset is null ? result.Bytes : default, asset),
            isShared ? outcome.SharedResult : null,
            asset is not null && consumers > 0 ? atHand?.TryTake(result.Bytes) : null,
            consumers);
    }

    public void Restore(int node, StoredValue value)
    {
        if (value.Codec is null)
        {
            return;
        }

        if (node == _returned)
        {
            _returnedHead = value.Head;
        }

        if (value is { Codec: PayloadCodecs.Binary, Asset: null, Inline.Length: <= ValueArena.MaxLength })
        {
            (_places ??= new long[graph.NodeCount])[node] = _arena.Append(value.Inline.Span);
            return;
        }

        _kept[node] = new KeptValue(value, null, null, 0);
    }

    /// <summary>Lets go of what only this node still wanted from its parents. What is stored is read back should it be wanted again.</summary>
    public void Consumed(int node)
    {
        if (_kept.IsEmpty)
        {
            return;
        }

        foreach (var parent in graph.ParentsOf(node))
        {
            if (_kept.TryGetValue(parent, out var kept))
            {
                kept.ConsumeOnce();
            }
        }
    }

    /// <summary>The dispatch is over: what no task will want any more is let go of.</summary>
    public void Release()
    {
        foreach (var kept in _kept.Values)
        {
            kept.LetGo();
        }
    }

    /// <param name="stored">Where the value lies.</param>
    /// <param name="shared">The value itself; null when it is not to be shared.</param>
    /// <param name="atHand">Bytes of a stored file, while they are at hand.</param>
    /// <param name="consumers">Uses after which nothing is kept at hand any more.</param>
    private sealed class KeptValue(StoredValue stored, object? shared, AtHandBudget.Share? atHand, int consumers)
    {
        private int _consumers = consumers;
        private AtHandBudget.Share? _atHand = atHand;

        public StoredValue Stored { get; } = stored;

        public object? Shared { get; private set; } = shared;

        public EncodedValue Encoded(IDispatchReader store) => new(
            Stored.Codec!,
            Stored.Asset is not { } asset ? Stored.Inline : Volatile.Read(ref _atHand)?.Bytes ?? store.ReadAsset(asset));

        public void ConsumeOnce()
        {
            if (--_consumers <= 0)
            {
                LetGo();
            }
        }

        public void LetGo()
        {
            Shared = null;
            Interlocked.Exchange(ref _atHand, null)?.Give();
        }
    }
}
