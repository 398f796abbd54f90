using Covalent.Core.Execution;

namespace Covalent.Engine.Storage;

/// <summary>Where dispatches rest. One engine writes its own dispatches through <see cref="CommitAsync"/>, one batch at a time; everything
/// else may be called from any thread at any time, also while other engines use the same store.</summary>
internal interface IDispatchStore : IDispatchReader, IDispatchOwnership, IAsyncDisposable
{
    /// <summary>Folder or address, for messages.</summary>
    string Location { get; }

    /// <summary>Whether dispatches survive this process.</summary>
    bool IsDurable { get; }

    /// <summary>Results and streams longer than this are to be written with <see cref="WriteAssetAsync"/> before their record is committed.</summary>
    int InlineLimit { get; }

    /// <summary>How its engines tell who lives.</summary>
    IEngineLiveness Liveness { get; }

    /// <summary>Opens the store, creating or migrating it where needed.</summary>
    /// <exception cref="StorageException">It cannot be used; the message says why.</exception>
    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Makes everything in the batch durable in one transaction, numbering new dispatches. Afterwards it survives the death of
    /// this process. Entries of a dispatch whose registration turns out to be known already are left out.</summary>
    ValueTask CommitAsync(WriteBatch batch, CancellationToken cancellationToken);

    /// <summary>Writes bytes under their own hash; equal bytes are kept once.</summary>
    ValueTask<AssetId> WriteAssetAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Deletes terminal dispatches and everything only they used, and gives the space back.</summary>
    /// <returns>The report, and the ids of all that went, sublattices included.</returns>
    ValueTask<(DeleteReport Report, IReadOnlyList<string> Gone)> DeleteAsync(IReadOnlyList<string> dispatchIds, CancellationToken cancellationToken);

    /// <summary>Deletes files that were written before the given moment (UTC ticks) and that no dispatch needs: what a crash left.</summary>
    /// <returns>Bytes freed.</returns>
    ValueTask<long> SweepAsync(long writtenBefore, CancellationToken cancellationToken);

    /// <summary>Ids of terminal dispatches that ended before the given UTC ticks, sublattices left out.</summary>
    ValueTask<IReadOnlyList<string>> ReadEndedBeforeAsync(long ticks, CancellationToken cancellationToken);
}

/// <summary>The reading half of a store.</summary>
internal interface IDispatchReader
{
    /// <summary>The dispatch; null when there is none. How many nodes of an unfinished one ended is for <see cref="CountAsync"/> to tell.</summary>
    ValueTask<DispatchRecord?> FindAsync(string dispatchId, CancellationToken cancellationToken);

    /// <summary>The record with its counts, which for an unfinished dispatch takes a look at all its nodes.</summary>
    ValueTask<DispatchRecord> CountAsync(DispatchRecord record, CancellationToken cancellationToken);

    /// <summary>The graph in its binary form.</summary>
    ValueTask<TransportGraph> ReadGraphAsync(DispatchKey dispatch, CancellationToken cancellationToken);

    /// <summary>What was stored of the lattice.</summary>
    ValueTask<LatticeInfo> ReadLatticeAsync(DispatchKey dispatch, CancellationToken cancellationToken);

    /// <summary>Records in id order of the nodes asked for (all when null) that left their initial state; attempts still open are
    /// reported as running.</summary>
    ValueTask<IReadOnlyList<NodeRecord>> ReadNodesAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, CancellationToken cancellationToken);

    /// <summary>As <see cref="ReadNodesAsync"/>, open attempts and withdrawn nodes left out: for dispatches whose engine knows them better.</summary>
    ValueTask<IReadOnlyList<NodeRecord>> ReadEndsAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, CancellationToken cancellationToken);

    /// <summary>Everything needed to go on with a dispatch.</summary>
    ValueTask<RunProgress> ReadProgressAsync(DispatchKey dispatch, CancellationToken cancellationToken);

    /// <summary>The bytes of an asset.</summary>
    /// <exception cref="StorageException">The file is gone or damaged.</exception>
    ReadOnlyMemory<byte> ReadAsset(AssetId asset);

    /// <summary>The bytes of an asset as a stream that can be sought in; little of it is in memory at a time.</summary>
    /// <exception cref="StorageException">The file is gone or damaged.</exception>
    Stream OpenAsset(AssetId asset);

    /// <summary>The result of a node that finished under this cache key; null when there is none.</summary>
    NodeRecord? FindCached(ReadOnlySpan<byte> key);

    /// <summary>Dispatches matching a query, newest first and uncounted, and how many match in all.</summary>
    ValueTask<(IReadOnlyList<DispatchRecord> Page, int Total)> ListAsync(DispatchQuery query, CancellationToken cancellationToken);
}

/// <summary>Who runs what, so that several engines share a store and nothing is lost when one dies.</summary>
internal interface IDispatchOwnership
{
    /// <summary>Changes whenever another connection committed something.</summary>
    long ReadChangeMark();

    /// <summary>Enters an engine.</summary>
    /// <returns>Its number.</returns>
    ValueTask<long> EnterOwnerAsync(OwnerRecord owner, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<OwnerRecord>> ReadOwnersAsync(CancellationToken cancellationToken);

    /// <summary>Removes an engine that owns no unfinished dispatch. One that still does stays until its dispatches are claimed.</summary>
    /// <param name="owner">Number of the engine.</param>
    /// <param name="cleanly">Whether it stopped in good order, so that what it ran did not take it down.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask LeaveOwnerAsync(long owner, bool cleanly, CancellationToken cancellationToken);

    /// <summary>Ids of unfinished dispatches the given engine owns, parents before their sublattices.</summary>
    ValueTask<IReadOnlyList<string>> ReadUnfinishedAsync(long owner, CancellationToken cancellationToken);

    /// <summary>Moves a dispatch to another engine if it is still owned by the one given (0 for one that was never started) and unfinished.</summary>
    /// <returns>Whether it was moved.</returns>
    ValueTask<bool> TryClaimAsync(string dispatchId, long from, long to, CancellationToken cancellationToken);

    /// <summary>Leaves a cancel request for the engine that owns the dispatch.</summary>
    ValueTask RequestCancelAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, CancellationToken cancellationToken);

    /// <summary>Cancel requests for dispatches of the given engine.</summary>
    IReadOnlyList<CancelRequestRecord> ReadCancelRequests(long owner);
}

/// <summary>A cancel request left by another process.</summary>
/// <param name="Number">Names the request when it is answered.</param>
/// <param name="DispatchId">The dispatch.</param>
/// <param name="Nodes">The nodes; null for the whole dispatch.</param>
internal readonly record struct CancelRequestRecord(long Number, string DispatchId, IReadOnlyList<int>? Nodes);
