using Covalent.Core.Execution;
using Covalent.Engine.Dispatching;
using Covalent.Engine.Storage;

namespace Covalent.Engine;

/// <content>Nodes and values.</content>
public sealed partial class EmbeddedDispatcher
{
    /// <summary>Records of the nodes asked for (all when null), in id order.</summary>
    public async Task<IReadOnlyList<NodeSnapshot>> GetNodesAsync(string dispatchId, IReadOnlyList<int>? nodes = null, CancellationToken cancellationToken = default)
    {
        var graph = await GetGraphAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        ThrowOnUnknown(dispatchId, graph, nodes);
        var host = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var live = await host.Dispatcher.TryGetNodesAsync(dispatchId, nodes).ConfigureAwait(false);
        var (_, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        var stored = await host.Store.ReadNodesAsync(record.Key, nodes, cancellationToken).ConfigureAwait(false);
        return new NodeSnapshots(record, graph, _options.DefaultExecutor).Merge(nodes, live, stored);
    }

    /// <summary>One stream of one node as UTF-8; empty when nothing was written.</summary>
    public async Task<ReadOnlyMemory<byte>> GetNodeStreamAsync(string dispatchId, int nodeId, OutputStream stream, CancellationToken cancellationToken = default)
    {
        var (host, record, node) = await FindNodeAsync(dispatchId, nodeId, cancellationToken).ConfigureAwait(false);
        _ = record;
        var stored = stream == OutputStream.Stdout ? node?.Detail.Stdout : node?.Detail.Stderr;
        return stored is not { } found ? default : found.Asset is { } asset ? host.Store.ReadAsset(asset) : found.Inline;
    }

    /// <summary>The encoded output of a completed node; null when it returns nothing.</summary>
    internal async Task<EncodedValue?> GetEncodedOutputAsync(string dispatchId, int nodeId, CancellationToken cancellationToken)
    {
        var graph = await GetGraphAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        ThrowOnUnknown(dispatchId, graph, [nodeId]);
        if (graph.KindOf(nodeId) == NodeKind.Parameter)
        {
            return new EncodedValue(CodecNames.Binary, ParameterValue.Of(graph, nodeId));
        }

        var (host, _, node) = await FindNodeAsync(dispatchId, nodeId, cancellationToken).ConfigureAwait(false);
        return node is { Status: Status.Completed } ? Read(host.Store, node.Value)
            : throw new InvalidOperationException($"Node {nodeId} of dispatch '{dispatchId}' has no output: it is {(node?.Status ?? Status.NewObject).ToWord()}. Wait for it to complete.");
    }

    /// <summary>The encoded value of a completed dispatch; null when the lattice returns nothing.</summary>
    internal async Task<EncodedValue?> GetEncodedResultAsync(string dispatchId, CancellationToken cancellationToken)
    {
        var (host, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        if (record.Status != Status.Completed)
        {
            throw new InvalidOperationException($"Dispatch '{dispatchId}' has no result: it is {record.Status.ToWord()}. {record.Error ?? "Wait for it to complete."}");
        }

        if (record.Output.Structure.IsEmpty)
        {
            return null;
        }

        if (ResultAssembler.SingleNode(record.Output) is { } single)
        {
            return await GetEncodedOutputAsync(dispatchId, single, cancellationToken).ConfigureAwait(false);
        }

        var graph = await host.Store.ReadGraphAsync(record.Key, cancellationToken).ConfigureAwait(false);
        var values = new NodeValues(graph, host.Store);
        foreach (var node in await host.Store.ReadNodesAsync(record.Key, ResultAssembler.NodesOf(record.Output, graph.SharedConstants), cancellationToken).ConfigureAwait(false))
        {
            values.Restore(node.Node, node.Value);
        }

        return Read(host.Store, ResultAssembler.Compose(record.Output, graph.SharedConstants, values));
    }

    private async Task<(EngineHost Host, DispatchRecord Record, NodeRecord? Node)> FindNodeAsync(string dispatchId, int nodeId, CancellationToken cancellationToken)
    {
        var (host, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        if ((uint)nodeId >= (uint)record.NodeCount)
        {
            throw UnknownNode(dispatchId, nodeId, record.NodeCount);
        }

        var nodes = await host.Store.ReadNodesAsync(record.Key, [nodeId], cancellationToken).ConfigureAwait(false);
        return (host, record, nodes.Count == 0 ? null : nodes[0]);
    }

    private static EncodedValue? Read(IDispatchReader store, StoredValue value) =>
        value.Codec is null ? null : new EncodedValue(value.Codec, value.Asset is { } asset ? store.ReadAsset(asset) : value.Inline);

    private static void ThrowOnUnknown(string dispatchId, TransportGraph graph, IReadOnlyList<int>? nodes)
    {
        foreach (var node in nodes ?? [])
        {
            if ((uint)node >= (uint)graph.NodeCount)
            {
                throw UnknownNode(dispatchId, node, graph.NodeCount);
            }
        }
    }

    private static ArgumentOutOfRangeException UnknownNode(string dispatchId, int node, int count) =>
        new(nameof(node), node, $"Dispatch '{dispatchId}' has no node {node}; its nodes are 0 to {count - 1}.");
}
