using Covalent.Engine.Storage;

namespace Covalent.Server.Tests.Triggers;

/// <summary>A store that tells those who wait when it was written to.</summary>
internal sealed class PulsingTriggerStore(ITriggerStore inner, Pulse pulse) : ITriggerStore
{
    public ValueTask AddAsync(TriggerRecord trigger, CancellationToken cancellationToken) => ThenBeat(inner.AddAsync(trigger, cancellationToken));

    public ValueTask<IReadOnlyList<TriggerRecord>> ReadAsync(string? dispatchId, CancellationToken cancellationToken) => inner.ReadAsync(dispatchId, cancellationToken);

    public ValueTask<TriggerRecord?> FindAsync(string triggerId, CancellationToken cancellationToken) => inner.FindAsync(triggerId, cancellationToken);

    public ValueTask SaveAsync(TriggerRecord trigger, TriggerFiring? firing, CancellationToken cancellationToken) => ThenBeat(inner.SaveAsync(trigger, firing, cancellationToken));

    public ValueTask RemoveAsync(string triggerId, CancellationToken cancellationToken) => ThenBeat(inner.RemoveAsync(triggerId, cancellationToken));

    public ValueTask<(TriggerFiring Firing, bool IsSubmitted)?> FindFiringAsync(string triggerId, string occasion, CancellationToken cancellationToken) =>
        inner.FindFiringAsync(triggerId, occasion, cancellationToken);

    public ValueTask<IReadOnlyList<TriggerFiring>> ReadOpenAsync(string triggerId, CancellationToken cancellationToken) => inner.ReadOpenAsync(triggerId, cancellationToken);

    public ValueTask MarkSubmittedAsync(TriggerFiring firing, CancellationToken cancellationToken) => ThenBeat(inner.MarkSubmittedAsync(firing, cancellationToken));

    public ValueTask<int> CountUnfinishedAsync(string triggerId, CancellationToken cancellationToken) => inner.CountUnfinishedAsync(triggerId, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask ThenBeat(ValueTask write)
    {
        await write;
        pulse.Beat();
    }
}
