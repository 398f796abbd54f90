using Covalent.Engine.Storage;

namespace Covalent.Server.Triggers;

/// <summary>Turns occasions into dispatches, each once: what is to happen is written down, then done, then marked as done. All steps may be
/// repeated after a crash between any two.</summary>
internal sealed class Firing(ITriggerStore store, Func<IDispatcherClient> dispatcher, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>Fires an occasion that has not fired before.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="occasion">What happened.</param>
    /// <param name="saved">Told the trigger as it is from now on, once that is durable.</param>
    /// <param name="cancellationToken">Gives up; the rest is done later.</param>
    /// <exception cref="DispatchNotFoundException">The dispatch is gone.</exception>
    public async Task<string> FireAsync(TriggerRecord trigger, Occasion occasion, Action<TriggerRecord> saved, CancellationToken cancellationToken)
    {
        // One after the other, because only one firing may be the one that starts the waiting dispatch.
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var template = await dispatcher().GetAsync(trigger.DispatchId, cancellationToken);
            var now = clock.GetUtcNow().UtcTicks;
            var firing = new TriggerFiring(trigger.Id, occasion.Key, template.Status == Status.NewObject ? trigger.DispatchId : FiringId.Of(trigger.Id, occasion.Key), now);
            var after = trigger with
            {
                State = occasion.State,
                NextAt = occasion.NextAt,
                Fired = trigger.Fired + 1,
                Skipped = trigger.Skipped + occasion.Passed,
                LastFiredAt = now,
                LastDispatchId = firing.DispatchId,
                LastError = null,
            };
            await store.SaveAsync(after, firing, cancellationToken);
            saved(after);
            await SubmitAsync(trigger, firing, cancellationToken);
            return firing.DispatchId;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>Does what a firing was written down for; doing it twice is doing it once.</summary>
    public async Task SubmitAsync(TriggerRecord trigger, TriggerFiring firing, CancellationToken cancellationToken)
    {
        if (firing.DispatchId == trigger.DispatchId)
        {
            await dispatcher().StartAsync(firing.DispatchId, cancellationToken);
        }
        else
        {
            await dispatcher().RedispatchAsync(new RedispatchRequest { NewDispatchId = firing.DispatchId, DispatchId = trigger.DispatchId }, cancellationToken);
        }

        await store.MarkSubmittedAsync(firing, cancellationToken);
    }
}
