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
        var stored = live is null || live.Any(node => node.Status == Status.Running && node.StartedAt == 0)
            ? await host.Store.ReadNodesAsync(record.Key, nodes, cancellationToken).ConfigureAwait(false)
            : await host.Store.ReadEndsAsync(record.Key, nodes, cancellationToken).ConfigureAwait(false);
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

    /// <summary>The output of one completed node; null when it returns nothing.</summary>
    /// <exception cref="InvalidOperationException">The node has not completed.</exception>
    public async Task<Payload?> GetNodeOutputAsync(string dispatchId, int nodeId, CancellationToken cancellationToken = default)
    {
        var graph = await GetGraphAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        ThrowOnUnknown(dispatchId, graph, [nodeId]);
        var template = graph.TemplateOf(nodeId);
        if (template.Kind == NodeKind.Parameter)
        {
            var value = ParameterValue.Of(graph, nodeId);
            return Payload.FromBody(value.Codec, template.ResultType, default, value.Bytes);
        }

        return await ReadOutputAsync(dispatchId, nodeId, template.ResultType, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The value of a completed dispatch; null when the lattice returns nothing.</summary>
    /// <exception cref="InvalidOperationException">The dispatch has not completed.</exception>
    public async Task<Payload?> GetResultAsync(string dispatchId, CancellationToken cancellationToken = default)
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
            return await GetNodeOutputAsync(dispatchId, single, cancellationToken).ConfigureAwait(false);
        }

        var composed = await ComposeAsync(host, record, cancellationToken).ConfigureAwait(false);
        return Payload.FromBody(composed.Codec!, record.Output.Type, default, composed.Inline);
    }

    /// <summary>The output of one completed node where it is kept in a file of its own, for reading piece by piece; null where it is not, and
    /// <see cref="GetNodeOutputAsync"/> gives it.</summary>
    internal async Task<OpenedValue?> TryOpenNodeOutputAsync(string dispatchId, int nodeId, CancellationToken cancellationToken)
    {
        var (host, _, node) = await FindNodeAsync(dispatchId, nodeId, cancellationToken).ConfigureAwait(false);
        if (node is not { Status: Status.Completed, Value: { Codec: { } codec, Asset: { } asset } value })
        {
            return null;
        }

        var graph = await GetGraphAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        return new OpenedValue(Payload.FromBody(codec, graph.TemplateOf(nodeId).ResultType, value.Head, default), host.Store.OpenAsset(asset));
    }

    /// <summary>The value of a completed dispatch where it is kept in a file of its own; null where it is not, and <see cref="GetResultAsync"/> gives it.</summary>
    internal async Task<OpenedValue?> TryOpenResultAsync(string dispatchId, CancellationToken cancellationToken)
    {
        var (_, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        return record.Status == Status.Completed && !record.Output.Structure.IsEmpty && ResultAssembler.SingleNode(record.Output) is { } single
            ? await TryOpenNodeOutputAsync(dispatchId, single, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>One stream of one node where it is kept in a file of its own; null where it is not, and <see cref="GetNodeStreamAsync"/> gives it.</summary>
    internal async Task<Stream?> TryOpenNodeStreamAsync(string dispatchId, int nodeId, OutputStream stream, CancellationToken cancellationToken)
    {
        var (host, _, node) = await FindNodeAsync(dispatchId, nodeId, cancellationToken).ConfigureAwait(false);
        return (stream == OutputStream.Stdout ? node?.Detail.Stdout : node?.Detail.Stderr)?.Asset is { } asset ? host.Store.OpenAsset(asset) : null;
    }

    private async Task<Payload?> ReadOutputAsync(string dispatchId, int nodeId, string type, CancellationToken cancellationToken)
    {
        var (host, _, node) = await FindNodeAsync(dispatchId, nodeId, cancellationToken).ConfigureAwait(false);
        if (node is not { Status: Status.Completed })
        {
            throw new InvalidOperationException($"Node {nodeId} of dispatch '{dispatchId}' has no output: it is {(node?.Status ?? Status.NewObject).ToWord()}. {(node?.Status.IsTerminal() == true ? "Redispatch to run it again." : "Wait for it to complete.")}");
        }

        return node.Value.Codec is not { } codec ? null
            : Payload.FromBody(codec, type, node.Value.Head, node.Value.Asset is { } asset ? host.Store.ReadAsset(asset) : node.Value.Inline);
    }

    private async Task<StoredValue> ComposeAsync(EngineHost host, DispatchRecord record, CancellationToken cancellationToken)
    {
        var graph = await host.Store.ReadGraphAsync(record.Key, cancellationToken).ConfigureAwait(false);
        var values = new NodeValues(graph, host.Store);
        foreach (var node in await host.Store.ReadNodesAsync(record.Key, ResultAssembler.NodesOf(record.Output, graph.SharedConstants), cancellationToken).ConfigureAwait(false))
        {
            values.Restore(node.Node, node.Value);
        }

        return ResultAssembler.Compose(record.Output, graph.SharedConstants, values, Path.Combine(_options.DataFolder, Spool.FolderName));
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
