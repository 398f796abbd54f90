namespace Covalent.Engine.Storage;

/// <summary>Where triggers rest. Only the server that leads writes; anybody may read.</summary>
internal interface ITriggerStore : IAsyncDisposable
{
    /// <summary>Occasions remembered per trigger; a repeat of an older one fires again.</summary>
    const int Remembered = 1000;

    /// <summary>Adds a trigger; one with the same id is left as it is.</summary>
    ValueTask AddAsync(TriggerRecord trigger, CancellationToken cancellationToken);

    /// <summary>Triggers in the order they were added: of one dispatch, or all when null.</summary>
    ValueTask<IReadOnlyList<TriggerRecord>> ReadAsync(string? dispatchId, CancellationToken cancellationToken);

    ValueTask<TriggerRecord?> FindAsync(string triggerId, CancellationToken cancellationToken);

    /// <summary>Writes what changes in a trigger and, in the same transaction, the firing that changed it.</summary>
    ValueTask SaveAsync(TriggerRecord trigger, TriggerFiring? firing, CancellationToken cancellationToken);

    /// <summary>Removes a trigger and its firings.</summary>
    ValueTask RemoveAsync(string triggerId, CancellationToken cancellationToken);

    /// <summary>What became of an occasion; null when it did not fire.</summary>
    ValueTask<(TriggerFiring Firing, bool IsSubmitted)?> FindFiringAsync(string triggerId, string occasion, CancellationToken cancellationToken);

    /// <summary>Firings of a trigger whose dispatch may not have been submitted yet.</summary>
    ValueTask<IReadOnlyList<TriggerFiring>> ReadOpenAsync(string triggerId, CancellationToken cancellationToken);

    ValueTask MarkSubmittedAsync(TriggerFiring firing, CancellationToken cancellationToken);

    /// <summary>How many of the dispatches a trigger started are not terminal.</summary>
    ValueTask<int> CountUnfinishedAsync(string triggerId, CancellationToken cancellationToken);
}
