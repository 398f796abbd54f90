using System.Buffers;
using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent.Engine.Storage;

/// <summary>Puts dispatches that ended elsewhere into a store, as they were.</summary>
internal static class DispatchImport
{
    /// <summary>Writes them in one transaction; parents come before their sublattices.</summary>
    /// <returns>Ids that were written; those the store had already are left as they are.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(IDispatchStore store, IReadOnlyList<ImportedDispatch> dispatches, CancellationToken cancellationToken)
    {
        var batch = new WriteBatch { At = dispatches.Max(static dispatch => dispatch.Snapshot.EndedAt?.UtcTicks ?? 0) };
        foreach (var dispatch in dispatches)
        {
            var key = new DispatchKey(dispatch.Snapshot.DispatchId) { CreatedAt = dispatch.Snapshot.CreatedAt.UtcTicks };
            batch.Registrations.Add(Register(key, dispatch));
            AddStatus(batch, key, dispatch.Snapshot);
            foreach (var node in dispatch.Nodes.Where(static node => node.Snapshot.Status.IsTerminal()))
            {
                batch.Ends.Add(await EndAsync(store, key, node, cancellationToken).ConfigureAwait(false));
            }
        }

        await store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        return [.. batch.Registrations.Where(static registration => !registration.WasKnown).Select(static registration => registration.Key.Id)];
    }

    private static DispatchRegistration Register(DispatchKey key, ImportedDispatch dispatch)
    {
        var graph = new ArrayBufferWriter<byte>();
        GraphCodec.Write(graph, dispatch.Graph);
        return new DispatchRegistration
        {
            Key = key,
            Graph = graph.WrittenMemory,
            CreatedAt = key.CreatedAt,
            Owner = 0,
            Request = new DispatchRequest
            {
                DispatchId = key.Id,
                Graph = dispatch.Graph,
                Lattice = dispatch.Lattice,
                BundleId = dispatch.BundleId,
                Parent = dispatch.Snapshot.Parent,
                RedispatchOf = dispatch.Snapshot.RedispatchOf,
            },
        };
    }

    // The first change of status is the start, the terminal one the end.
    private static void AddStatus(WriteBatch batch, DispatchKey key, DispatchSnapshot dispatch)
    {
        if (dispatch.StartedAt is { } started)
        {
            batch.Changes.Add(new DispatchChange(key, Status.Running, started.UtcTicks, 0, 0, 0, null));
        }

        var ended = (dispatch.EndedAt ?? dispatch.CreatedAt).UtcTicks;
        batch.Changes.Add(new DispatchChange(key, dispatch.Status, ended, dispatch.CompletedCount, dispatch.FailedCount, dispatch.CancelledCount, dispatch.Error));
    }

    private static async Task<NodeEnd> EndAsync(IDispatchStore store, DispatchKey key, ImportedNode node, CancellationToken cancellationToken)
    {
        var snapshot = node.Snapshot;
        var outcome = new TaskOutcome
        {
            Status = snapshot.Status,
            Result = node.Output is { } output ? new EncodedValue(output.Header.Codec, output.Body.ToArray()) : default,
            ResultHead = node.Output is { } payload ? payload.ToArray().AsMemory(0, (int)(payload.Length - payload.Body.Length)) : default,
            Failure = snapshot.Failure,
            StartedAt = snapshot.StartedAt?.UtcTicks ?? 0,
            EndedAt = snapshot.EndedAt?.UtcTicks ?? 0,
            PeakMemory = snapshot.PeakMemory,
            Host = snapshot.Host,
            Stdout = node.Stdout,
            Stderr = node.Stderr,
            Attachments = snapshot.Attachments,
            StopConfirmed = snapshot.StopConfirmed,
        };
        return new NodeEnd(key, snapshot.NodeId, snapshot.Attempts, snapshot.Status, outcome, await AssetsAsync(store, outcome, cancellationToken).ConfigureAwait(false), snapshot.ChildDispatchId is not null);
    }

    private static async Task<OutcomeAssets?> AssetsAsync(IDispatchStore store, TaskOutcome outcome, CancellationToken cancellationToken)
    {
        async Task<AssetId?> WriteAsync(ReadOnlyMemory<byte> bytes) =>
            bytes.Length > store.InlineLimit ? await store.WriteAssetAsync(bytes, cancellationToken).ConfigureAwait(false) : null;

        var assets = new OutcomeAssets
        {
            Result = await WriteAsync(outcome.Result.Bytes).ConfigureAwait(false),
            Stdout = await WriteAsync(outcome.Stdout).ConfigureAwait(false),
            Stderr = await WriteAsync(outcome.Stderr).ConfigureAwait(false),
        };
        return assets.All().Any() ? assets : null;
    }
}

/// <summary>A dispatch that ended, with everything that is kept of it.</summary>
/// <param name="Snapshot">Names, times, counts, status.</param>
/// <param name="Lattice">What was registered of the lattice.</param>
/// <param name="Graph">Its graph.</param>
/// <param name="BundleId">Bundle of its code; null when it is not known.</param>
/// <param name="Nodes">Its nodes.</param>
internal sealed record ImportedDispatch(DispatchSnapshot Snapshot, LatticeInfo Lattice, TransportGraph Graph, string? BundleId, IReadOnlyList<ImportedNode> Nodes);

/// <summary>A node of an <see cref="ImportedDispatch"/>.</summary>
internal sealed record ImportedNode(NodeSnapshot Snapshot, Payload? Output, ReadOnlyMemory<byte> Stdout, ReadOnlyMemory<byte> Stderr);
