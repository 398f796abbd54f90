using Covalent.Core.Execution;
using Covalent.Engine.Archive;
using Covalent.Engine.Dispatching;
using Covalent.Engine.Storage;

namespace Covalent.Engine;

/// <content>Taking a dispatch out of one store and into another; copies of the whole store.</content>
public sealed partial class EmbeddedDispatcher
{
    private const int NodesAtOnce = 1000;
    private const int DeepestSublattice = 64;

    /// <summary>Writes a terminal dispatch with its sublattices, values and streams.</summary>
    /// <exception cref="InvalidOperationException">The dispatch has not ended.</exception>
    public async Task ExportAsync(string dispatchId, Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        var (host, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        if (!record.Status.IsTerminal())
        {
            throw new InvalidOperationException($"Dispatch '{dispatchId}' cannot be exported: it is {record.Status.ToWord()}. Wait for its end, or cancel it.");
        }

        await output.WriteAsync(ArchiveBlocks.Begin, cancellationToken).ConfigureAwait(false);
        await ExportAsync(host, record, output, 0, cancellationToken).ConfigureAwait(false);
        await ArchiveBlocks.WriteAsync(output, ArchiveBlock.End, [], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes in what <see cref="ExportAsync(string, Stream, CancellationToken)"/> wrote. Dispatches that are here already are left alone.</summary>
    /// <returns>The id of the exported dispatch.</returns>
    public async Task<string> ImportAsync(Stream input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var host = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await ArchiveBlocks.ReadBeginAsync(input, cancellationToken).ConfigureAwait(false);
        var read = new List<(ArchivedDispatch Dispatch, DispatchKey Key, List<NodeEnd> Nodes)>();
        while (true)
        {
            var (kind, bytes) = await ArchiveBlocks.ReadAsync(input, Path.Combine(_options.DataFolder, Spool.FolderName), cancellationToken).ConfigureAwait(false);
            if (kind == ArchiveBlock.End)
            {
                break;
            }

            if (kind == ArchiveBlock.Dispatch)
            {
                var dispatch = ArchiveRecords.ReadDispatch(bytes);
                await OpenForWorkAsync(dispatch.Request, cancellationToken).ConfigureAwait(false);
                read.Add((dispatch, new DispatchKey(dispatch.Request.DispatchId), []));
            }
            else
            {
                var (dispatch, key, nodes) = read.Count > 0 ? read[^1] : throw ArchiveBlocks.Damaged("a node comes before its dispatch");
                nodes.Add(await StoreLargePartsAsync(host, ArchiveRecords.ReadNode(bytes, key, dispatch.Request.Graph.NodeCount), cancellationToken).ConfigureAwait(false));
            }
        }

        if (read.Count == 0)
        {
            throw ArchiveBlocks.Damaged("there is no dispatch in it");
        }

        // Whole or not at all, so that a broken archive leaves no half dispatch: only now anything is registered.
        await host.Dispatcher.ImportAsync(read).WaitAsync(cancellationToken).ConfigureAwait(false);
        return read[0].Dispatch.Request.DispatchId;
    }

    /// <summary>Copies the database, large values and bundles into a new folder, as they are at one moment, while everything goes on.</summary>
    /// <exception cref="InvalidOperationException">The store has a way of its own to be backed up.</exception>
    internal async Task BackupAsync(string folder, CancellationToken cancellationToken)
    {
        var host = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (host.Store is not IBackedUpStore store)
        {
            throw new InvalidOperationException($"The store at {host.Store.Location} is backed up with its database's own tools, not by Covalent.");
        }

        await Task.Run(() => store.Backup(folder, cancellationToken), cancellationToken).ConfigureAwait(false);
        await Task.Run(() => FolderCopy.Run(Path.Combine(_options.DataFolder, "bundles"), Path.Combine(folder, "bundles"), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ids of the bundles that stored dispatches name.</summary>
    internal async Task<IReadOnlySet<string>> ReadBundlesInUseAsync(CancellationToken cancellationToken)
    {
        var host = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var bundles = new HashSet<string>(StringComparer.Ordinal);
        for (var offset = 0; ; offset += NodesAtOnce)
        {
            var (page, _) = await host.Store.ListAsync(new DispatchQuery { IncludeSublattices = true, Offset = offset, Count = NodesAtOnce }, cancellationToken).ConfigureAwait(false);
            bundles.UnionWith(page.Select(record => record.BundleId).OfType<string>());
            if (page.Count < NodesAtOnce)
            {
                return bundles;
            }
        }
    }

    private static async Task ExportAsync(EngineHost host, DispatchRecord record, Stream output, int depth, CancellationToken cancellationToken)
    {
        var graph = await host.Store.ReadGraphAsync(record.Key, cancellationToken).ConfigureAwait(false);
        var lattice = await host.Store.ReadLatticeAsync(record.Key, cancellationToken).ConfigureAwait(false);
        await ArchiveBlocks.WriteAsync(output, ArchiveBlock.Dispatch, [ArchiveRecords.Write(record, lattice, graph)], cancellationToken).ConfigureAwait(false);
        var children = new List<int>();
        for (var start = 0; start < graph.NodeCount; start += NodesAtOnce)
        {
            var ids = Enumerable.Range(start, Math.Min(NodesAtOnce, graph.NodeCount - start)).ToArray();
            foreach (var node in await host.Store.ReadNodesAsync(record.Key, ids, cancellationToken).ConfigureAwait(false))
            {
                if (node.Status.IsTerminal() && graph.KindOf(node.Node) != NodeKind.Parameter)
                {
                    await ArchiveBlocks.WriteAsync(output, ArchiveBlock.Node, ArchiveRecords.Write(EndOf(host.Store, record.Key, node)), cancellationToken).ConfigureAwait(false);
                }

                if (node.Detail.HasChild)
                {
                    children.Add(node.Node);
                }
            }
        }

        foreach (var node in depth < DeepestSublattice ? children : [])
        {
            if (await host.Store.FindAsync(ChildId.Of(record.Key.Id, node), cancellationToken).ConfigureAwait(false) is { } child && child.Status.IsTerminal())
            {
                await ExportAsync(host, child, output, depth + 1, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static NodeEnd EndOf(IDispatchStore store, DispatchKey key, NodeRecord node)
    {
        var outcome = new TaskOutcome
        {
            Status = node.Status,
            Result = node.Value.Codec is { } codec ? new EncodedValue(codec, node.Value.Asset is { } asset ? store.ReadAsset(asset) : node.Value.Inline) : default,
            ResultHead = node.Value.Head,
            Failure = node.Detail.Failure,
            StartedAt = node.StartedAt,
            EndedAt = node.EndedAt,
            PeakMemory = node.Detail.PeakMemory,
            Host = node.Detail.Host,
            Stdout = Read(store, node.Detail.Stdout),
            Stderr = Read(store, node.Detail.Stderr),
            Attachments = node.Detail.Attachments,
            StopConfirmed = node.Detail.StopConfirmed,
        };
        return new NodeEnd(key, node.Node, node.Attempt, node.Status, outcome, null, node.Detail.HasChild);
    }

    private static ReadOnlyMemory<byte> Read(IDispatchStore store, StoredStream stream) => stream.Asset is { } asset ? store.ReadAsset(asset) : stream.Inline;

    private static async ValueTask<NodeEnd> StoreLargePartsAsync(EngineHost host, NodeEnd end, CancellationToken cancellationToken)
    {
        var outcome = end.Outcome;
        var limit = host.Store.InlineLimit;
        if (outcome.Result.Bytes.Length <= limit && outcome.Stdout.Length <= limit && outcome.Stderr.Length <= limit)
        {
            return end;
        }

        async ValueTask<AssetId?> Large(ReadOnlyMemory<byte> bytes) => bytes.Length > limit ? await host.Store.WriteAssetAsync(bytes, cancellationToken).ConfigureAwait(false) : null;
        return end with
        {
            Assets = new OutcomeAssets
            {
                Result = await Large(outcome.Result.Bytes).ConfigureAwait(false),
                Stdout = await Large(outcome.Stdout).ConfigureAwait(false),
                Stderr = await Large(outcome.Stderr).ConfigureAwait(false),
            },
        };
    }
}
