using Covalent.Core.Execution;
using Covalent.Engine.Diagnostics;
using Covalent.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Covalent.Engine.Dispatching;

/// <summary>Finds what engines left unfinished that live no more, and goes on with it here.</summary>
internal sealed class Resumption(IDispatchStore store, Dispatcher dispatcher, long self, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>Takes over dispatches of dead engines: all, or one with its sublattices.</summary>
    /// <returns>Ids of those that go on here.</returns>
    public Task<IReadOnlyList<string>> ResumeAsync(string? dispatchId, CancellationToken cancellationToken) => ResumeAsync(dispatchId, cancel: false, cancellationToken);

    /// <summary>Takes over one dispatch of a dead engine with its sublattices in order to cancel it; nothing of it runs here.</summary>
    /// <returns>Ids of those that were taken over.</returns>
    public Task<IReadOnlyList<string>> CancelLeftOverAsync(string dispatchId, CancellationToken cancellationToken) => ResumeAsync(dispatchId, cancel: true, cancellationToken);

    private async Task<IReadOnlyList<string>> ResumeAsync(string? dispatchId, bool cancel, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // An engine that dies while it takes over leaves a sublattice with one engine and its parent with another, in any order; so the round is
            // made again until it brings nothing.
            var adopted = new List<string>();
            for (var before = -1; before < adopted.Count;)
            {
                before = adopted.Count;
                foreach (var owner in await store.ReadOwnersAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (owner.Number != self)
                    {
                        await TakeOverAsync(owner, dispatchId, cancel, adopted, cancellationToken).ConfigureAwait(false);
                    }
                }
            }

            return adopted;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Claims a registered dispatch that was never started, and starts it.</summary>
    /// <returns>False when it was started before.</returns>
    public async Task<bool> StartAsync(DispatchRecord record, CancellationToken cancellationToken)
    {
        if (record.Status != Status.NewObject || !await store.TryClaimAsync(record.Key.Id, 0, self, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await AdoptAsync(record, cancel: false, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Claims a registered dispatch that was never started, and cancels it.</summary>
    /// <returns>False when it was started before.</returns>
    public async Task<bool> CancelUnstartedAsync(DispatchRecord record, CancellationToken cancellationToken)
    {
        if (record.Status != Status.NewObject || !await store.TryClaimAsync(record.Key.Id, 0, self, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await AdoptAsync(record, cancel: true, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether the engine that owns a dispatch is alive.</summary>
    public async Task<bool> IsOwnerAliveAsync(DispatchRecord record, CancellationToken cancellationToken)
    {
        var owners = await store.ReadOwnersAsync(cancellationToken).ConfigureAwait(false);
        if (owners.FirstOrDefault(o => o.Number == record.Owner) is not { } owner)
        {
            return false;
        }

        if (owner.Number == self)
        {
            return true;
        }

        return await store.Liveness.IsAliveAsync(owner, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the engine that owns a dispatch is gone, judged without touching its lock where it ran on this machine: this is for
    /// showing, and must not be in the way of whoever takes over at the same moment.</summary>
    public async Task<bool> IsLeftOverAsync(DispatchRecord record, CancellationToken cancellationToken)
    {
        var owners = await store.ReadOwnersAsync(cancellationToken).ConfigureAwait(false);
        return owners.FirstOrDefault(o => o.Number == record.Owner) is not { } owner
            || (owner.Number != self && (owner.Host == Environment.MachineName
                ? owner.LeftCleanly || !new ProcessIdentity(owner.ProcessId, owner.ProcessStartedAt).IsAlive()
                : !await IsOwnerAliveAsync(record, cancellationToken).ConfigureAwait(false)));
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task TakeOverAsync(OwnerRecord owner, string? dispatchId, bool cancel, List<string> adopted, CancellationToken cancellationToken)
    {
        using var taken = await store.Liveness.TryReplaceAsync(owner, cancellationToken).ConfigureAwait(false);
        if (taken is null)
        {
            return;
        }

        foreach (var id in await store.ReadUnfinishedAsync(owner.Number, cancellationToken).ConfigureAwait(false))
        {
            if (await store.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } record
                && await IsWantedAsync(record, dispatchId, adopted, cancellationToken).ConfigureAwait(false)
                && await TryAdoptAsync(record, owner, cancel, cancellationToken).ConfigureAwait(false))
            {
                adopted.Add(id);
            }
        }

        await store.LeaveOwnerAsync(owner.Number, owner.LeftCleanly, cancellationToken).ConfigureAwait(false);
    }

    // A sublattice goes where its parent goes: the outcome has to flow up in one transaction.
    private async Task<bool> IsWantedAsync(DispatchRecord record, string? dispatchId, List<string> adopted, CancellationToken cancellationToken)
    {
        if (record.Parent is not { } parent)
        {
            return dispatchId is null || record.Key.Id == dispatchId;
        }

        return adopted.Contains(parent.DispatchId)
            || ((dispatchId is null || record.RootId == dispatchId)
                && (await store.FindAsync(parent.DispatchId, cancellationToken).ConfigureAwait(false))?.Owner == self);
    }

    private async Task<bool> TryAdoptAsync(DispatchRecord record, OwnerRecord owner, bool cancel, CancellationToken cancellationToken)
    {
        var graph = await store.ReadGraphAsync(record.Key, cancellationToken).ConfigureAwait(false);
        if (!cancel && !await dispatcher.CanResumeAsync(record, graph).ConfigureAwait(false))
        {
            EngineLog.NotAdopted(logger, record.Key.Id);
            return false;
        }

        if (!await store.TryClaimAsync(record.Key.Id, owner.Number, self, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        EngineLog.Adopted(logger, record.Key.Id, owner.LeftCleanly ? "stopped" : "dead", owner.ProcessId, owner.Host);
        var progress = await store.ReadProgressAsync(record.Key, cancellationToken).ConfigureAwait(false);
        await dispatcher.AdoptAsync(record, graph, progress, afterCrash: !owner.LeftCleanly, cancel).ConfigureAwait(false);
        return true;
    }

    private async Task AdoptAsync(DispatchRecord record, bool cancel, CancellationToken cancellationToken)
    {
        var graph = await store.ReadGraphAsync(record.Key, cancellationToken).ConfigureAwait(false);
        var progress = await store.ReadProgressAsync(record.Key, cancellationToken).ConfigureAwait(false);
        await dispatcher.AdoptAsync(record, graph, progress, afterCrash: false, cancel).ConfigureAwait(false);
    }
}
