using Covalent.Engine.Storage;

namespace Covalent.Server.Triggers;

/// <summary>Watches for what one trigger is waiting for. All it must remember is in the record's state, so that another process can go on watching.</summary>
internal abstract class TriggerObserver : IAsyncDisposable
{
    /// <summary>Told after each look that succeeded, whether it found an occasion or not.</summary>
    public Func<CancellationToken, ValueTask> Looked { get; set; } = static _ => ValueTask.CompletedTask;

    /// <summary>The record with the state to begin with: what is there already is no occasion.</summary>
    public abstract TriggerRecord Begin(TriggerRecord record);

    /// <summary>Waits for the next occasion. Called again with the same record when that could not fire yet.</summary>
    /// <returns>Null when there will be none any more.</returns>
    public abstract ValueTask<Occasion?> NextAsync(TriggerRecord record, CancellationToken cancellationToken);

    /// <summary>Pause before asking again after something failed or could not fire yet.</summary>
    public virtual TimeSpan Pause => TimeSpan.FromSeconds(1);

    /// <summary>Whether an occasion that cannot fire now is let go, and not waited with.</summary>
    public virtual bool MaySkip => false;

    public abstract ValueTask DisposeAsync();

    /// <exception cref="ArgumentException">The declaration cannot be watched for; the message says why.</exception>
    public static TriggerObserver? For(Trigger trigger, TimeProvider clock)
    {
        try
        {
            return trigger switch
            {
                TimeTrigger time => new TimeObserver(new Schedule(time), time, clock),
                DirTrigger dir => new DirObserver(dir, clock),
                DatabaseTrigger database => new DatabaseObserver(database, clock),
                _ => null,
            };
        }
        catch (StorageException e)
        {
            throw new ArgumentException(e.Message, e);
        }
    }
}
