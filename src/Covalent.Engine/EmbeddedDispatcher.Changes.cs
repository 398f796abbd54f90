using Covalent.Core.Recording;
using Covalent.Engine.Dispatching;
using Covalent.Engine.Storage;

namespace Covalent.Engine;

/// <content>Cancelling, deriving and listing dispatches.</content>
public sealed partial class EmbeddedDispatcher
{
    /// <summary>Cancels a dispatch, or only the given nodes. A dispatch that another process runs is cancelled through the database.</summary>
    public async Task<CancelReport> CancelAsync(string dispatchId, IReadOnlyList<int>? nodes = null, CancellationToken cancellationToken = default)
    {
        var (host, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        if (nodes is { Count: 0 })
        {
            throw new ArgumentException($"The list of nodes of dispatch '{dispatchId}' to cancel is empty. Name at least one, or leave the list out to cancel all of it.", nameof(nodes));
        }

        ThrowOnUnknown(record, nodes);
        while (true)
        {
            if (await host.Dispatcher.TryCancelAsync(dispatchId, nodes).WaitAsync(cancellationToken).ConfigureAwait(false) is { } report)
            {
                return report;
            }

            (_, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
            if (record.Status.IsTerminal())
            {
                // Nothing of it will run any more, so there is nothing left to cancel.
                var graph = await host.Store.ReadGraphAsync(record.Key, cancellationToken).ConfigureAwait(false);
                return new CancelReport(dispatchId, record.Status, [], [], [.. Wanted(graph, nodes)]);
            }

            if (record.Status == Status.NewObject && await TryCancelUnstartedAsync(host, record, nodes, cancellationToken).ConfigureAwait(false))
            {
                (_, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
                return await ReportAsync(host, record, nodes, [], cancellationToken).ConfigureAwait(false);
            }

            if (!await TryTakeOverAsync(host, record, toCancel: nodes is null, cancellationToken).ConfigureAwait(false))
            {
                return await CancelElsewhereAsync(host, record, nodes, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Registers and starts a dispatch derived from an earlier one.</summary>
    /// <returns>The new dispatch's id.</returns>
    public async Task<string> RedispatchAsync(RedispatchRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (host, earlier) = await FindAsync(request.DispatchId, cancellationToken).ConfigureAwait(false);
        var oldGraph = await GetGraphAsync(request.DispatchId, cancellationToken).ConfigureAwait(false);
        var lattice = request.Lattice ?? await host.Store.ReadLatticeAsync(earlier.Key, cancellationToken).ConfigureAwait(false);
        var (graph, info) = WithInputs(request.Graph ?? oldGraph, lattice, request.Inputs);
        var derived = new DispatchRequest
        {
            DispatchId = request.NewDispatchId,
            Graph = graph,
            Lattice = info,
            BundleId = request.BundleId ?? earlier.BundleId,
            FailFast = earlier.FailFast,
            Priority = earlier.Priority,
            RedispatchOf = request.DispatchId,
        };
        await OpenForWorkAsync(derived, cancellationToken).ConfigureAwait(false);
        var reused = request.ReusePreviousResults
            ? Reuse.Find(oldGraph, await host.Store.ReadNodesAsync(earlier.Key, null, cancellationToken).ConfigureAwait(false), graph)
            : [];
        await host.Dispatcher.SubmitAsync(derived, reused).WaitAsync(cancellationToken).ConfigureAwait(false);
        ResumeInBackground(host);
        return request.NewDispatchId;
    }

    /// <summary>Dispatches matching a query, newest first.</summary>
    public async Task<DispatchPage> ListAsync(DispatchQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.ThrowOnProblems();
        var host = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var (page, total) = await host.Store.ListAsync(query with { Now = _options.Clock.GetUtcNow().UtcTicks }, cancellationToken).ConfigureAwait(false);
        var snapshots = new List<DispatchSnapshot>(page.Count);
        foreach (var record in page)
        {
            var live = record.Status.IsTerminal() ? null : host.Dispatcher.TryGet(record.Key.Id);
            snapshots.Add(live ?? await SnapshotAsync(host, record, cancellationToken).ConfigureAwait(false));
        }

        return new DispatchPage(snapshots, total);
    }

    private static (TransportGraph Graph, LatticeInfo Lattice) WithInputs(TransportGraph graph, LatticeInfo lattice, IReadOnlyDictionary<string, string>? inputs)
    {
        if (inputs is not { Count: > 0 })
        {
            return (graph, lattice);
        }

        var changed = JsonInputs.Apply(new RecordedLattice(graph, lattice), inputs);
        return (changed.Graph, changed.Info);
    }

    private static Task<bool> TryCancelUnstartedAsync(EngineHost host, DispatchRecord record, IReadOnlyList<int>? nodes, CancellationToken cancellationToken)
    {
        if (nodes is not null)
        {
            throw new InvalidOperationException($"Dispatch '{record.Key.Id}' is registered and not started, so single nodes of it cannot be cancelled. Cancel all of it, or start it first.");
        }

        return host.Resumption.CancelUnstartedAsync(record, cancellationToken);
    }

    private async Task<CancelReport> CancelElsewhereAsync(EngineHost host, DispatchRecord record, IReadOnlyList<int>? nodes, CancellationToken cancellationToken)
    {
        var before = (await TerminalAsync(host, record, nodes, cancellationToken).ConfigureAwait(false)).Select(node => node.Node).ToHashSet();
        await host.Store.RequestCancelAsync(record.Key, nodes, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await Task.Delay(ElsewherePause, _options.Clock, cancellationToken).ConfigureAwait(false);
            (_, record) = await FindAsync(record.Key.Id, cancellationToken).ConfigureAwait(false);
            var ended = await TerminalAsync(host, record, nodes, cancellationToken).ConfigureAwait(false);
            if (record.Status.IsTerminal() || (nodes is not null && ended.Count == nodes.Distinct().Count()))
            {
                return await ReportAsync(host, record, nodes, before, cancellationToken).ConfigureAwait(false);
            }

            // The owner may have died meanwhile; then the request is ours to carry out.
            if (await TryTakeOverAsync(host, record, toCancel: nodes is null, cancellationToken).ConfigureAwait(false))
            {
                return await CancelAsync(record.Key.Id, nodes, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<List<NodeRecord>> TerminalAsync(EngineHost host, DispatchRecord record, IReadOnlyList<int>? nodes, CancellationToken cancellationToken) =>
        [.. (await host.Store.ReadNodesAsync(record.Key, nodes, cancellationToken).ConfigureAwait(false)).Where(node => node.Status.IsTerminal())];

    // Of a dispatch that was cancelled as a whole, nodes without a record will not run either.
    private static async Task<CancelReport> ReportAsync(
        EngineHost host, DispatchRecord record, IReadOnlyList<int>? nodes, HashSet<int> before, CancellationToken cancellationToken)
    {
        var graph = await host.Store.ReadGraphAsync(record.Key, cancellationToken).ConfigureAwait(false);
        var ended = (await TerminalAsync(host, record, nodes, cancellationToken).ConfigureAwait(false)).ToDictionary(node => node.Node);
        var cancelled = new List<int>();
        var notStopped = new List<int>();
        var already = new List<int>();
        foreach (var node in Wanted(graph, nodes))
        {
            var end = ended.GetValueOrDefault(node);
            var list = before.Contains(node) || end is { Status: Status.Completed or Status.Failed, Detail.StopConfirmed: true } ? already
                : end is { Detail.StopConfirmed: false } ? notStopped
                : cancelled;
            list.Add(node);
        }

        return new CancelReport(record.Key.Id, record.Status, cancelled, notStopped, already);
    }

    private static IEnumerable<int> Wanted(TransportGraph graph, IReadOnlyList<int>? nodes) =>
        nodes?.Distinct().Order() ?? Enumerable.Range(0, graph.NodeCount).Where(node => graph.KindOf(node) != NodeKind.Parameter);

    private static void ThrowOnUnknown(DispatchRecord record, IReadOnlyList<int>? nodes)
    {
        foreach (var node in nodes ?? [])
        {
            if ((uint)node >= (uint)record.NodeCount)
            {
                throw UnknownNode(record.Key.Id, node, record.NodeCount);
            }
        }
    }
}
