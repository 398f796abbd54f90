namespace Covalent.Core.Execution;

/// <summary>How the engine drives one configured executor. One driver serves all tasks with an equal <see cref="ExecutorSpec"/>.</summary>
/// <remarks>The engine limits how many attempts are in flight (<see cref="ConcurrencyLimit"/>), owns retries, time limits and statuses;
/// a driver only starts, watches and stops attempts. Every attempt given to <see cref="Start"/> or <see cref="Reattach"/> is answered by
/// exactly one <see cref="IAttemptEvents.Finished"/>, also after cancellation and on disposal.</remarks>
internal interface IExecutorDriver : IAsyncDisposable
{
    /// <summary>Attempts that may be in flight at once; the engine never exceeds it.</summary>
    int ConcurrencyLimit { get; }

    /// <summary>How many more attempts may wait inside the driver beyond <see cref="ConcurrencyLimit"/>. The engine uses it only while attempts are
    /// so short that handing them over one by one would cost more than running them. Default: 0.</summary>
    int QueueAhead => 0;

    /// <summary>Whether user code runs in the engine's own process, so that a crash takes the engine with it. Default: false.</summary>
    bool RunsInThisProcess => false;

    /// <summary>Whether the driver tells by <see cref="IAttemptEvents.Started"/> when an attempt's code begins; otherwise time limits count
    /// from <see cref="Start"/>. Default: false.</summary>
    bool ReportsStart => false;

    /// <summary>Whether attempts outlive this process, so that a restart re-attaches by handle instead of running them again.</summary>
    bool SurvivesRestart { get; }

    /// <summary>Starts attempts. Must not block and must not throw: problems are answered through <paramref name="events"/>.
    /// May answer on the calling thread.</summary>
    void Start(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events);

    /// <summary>Whether this driver can run the code of a dispatch that another process began. Default: true.</summary>
    bool CanResume(TaskDispatch dispatch) => true;

    /// <summary>Takes over attempts that were submitted before a restart; each has its <see cref="TaskAttempt.JobHandle"/>, or none when the
    /// crash fell between submit and save: then the job is looked for under its deterministic name and submitted if it is not there.</summary>
    void Reattach(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events);

    /// <summary>Stops an attempt: asks, waits up to <paramref name="grace"/>, then kills where that is possible.</summary>
    /// <returns>Whether the code is known to have stopped. False leaves the slot taken until <see cref="IAttemptEvents.Finished"/> comes.</returns>
    ValueTask<bool> StopAsync(TaskAttempt attempt, StopReason reason, TimeSpan grace, CancellationToken cancellationToken);
}

/// <summary>Why an attempt is stopped.</summary>
internal enum StopReason : byte
{
    /// <summary>Somebody cancelled the task or its dispatch.</summary>
    Cancelled,

    /// <summary>Its time limit ran out.</summary>
    TimeLimit,
}

/// <summary>What drivers tell the engine. Thread-safe; calls return at once.</summary>
internal interface IAttemptEvents
{
    /// <summary>The attempt ended. The outcome says how.</summary>
    void Finished(TaskAttempt attempt, TaskOutcome outcome);

    /// <summary>The attempt ended, and the calling thread has nothing better to do: it lends itself to the engine for a moment, which saves
    /// waking another thread. Only for threads that belong to the driver.</summary>
    void FinishedIdle(TaskAttempt attempt, TaskOutcome outcome) => Finished(attempt, outcome);

    /// <summary>The attempt's code begins now; its time limit counts from here. Only from drivers that report it.</summary>
    void Started(TaskAttempt attempt)
    {
    }

    /// <summary>Saves the job handle durably; the driver awaits this before its first poll.</summary>
    ValueTask SaveHandleAsync(TaskAttempt attempt, string handleJson, CancellationToken cancellationToken);

    /// <summary>Whether cancellation of this attempt was requested.</summary>
    bool IsCancelRequested(TaskAttempt attempt);

    /// <summary>A piece of live output, in order per stream.</summary>
    void Output(TaskAttempt attempt, OutputStream stream, ReadOnlyMemory<byte> utf8);

    /// <summary>Progress told by user code through <see cref="ElectronContext"/>.</summary>
    void Progress(TaskAttempt attempt, double fraction, string? message);
}
