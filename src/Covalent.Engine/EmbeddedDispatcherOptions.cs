using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Engine.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Engine;

/// <summary>How an <see cref="EmbeddedDispatcher"/> stores and runs dispatches.</summary>
public sealed record EmbeddedDispatcherOptions
{
    /// <summary>Folder of the database, of large values and of result files, on a local disk. Default: <c>covalent</c> in the user's local data folder.</summary>
    public string DataFolder { get; init; } = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "covalent");

    /// <summary>Keeps everything in memory and forgets it with the process; nothing is written and nothing can be resumed. Default: false.</summary>
    public bool InMemory { get; init; }

    /// <summary>What a durable step survives. Default: <see cref="StoreSynchronous.Normal"/>, the death of the process.</summary>
    public StoreSynchronous Synchronous { get; init; } = StoreSynchronous.Normal;

    /// <summary>Executor of tasks for which neither the task nor its lattice names one. Default: <c>local</c>.</summary>
    public ExecutorSpec DefaultExecutor { get; init; } = new("local");

    /// <summary>Executor for tasks of dispatches that another application left, in place of executors that run in this process; null: such
    /// dispatches are left alone. Default: null.</summary>
    public ExecutorSpec? ForeignExecutor { get; init; }

    /// <summary>Makes the executor that a spec describes, with its configuration; null when none has the name.</summary>
    public required Func<ExecutorSpec, Executor?> Executors { get; init; }

    /// <summary>How long code may take to stop after a cancel request or at its time limit before it is killed, or reported as not stopped.
    /// Default: 5 seconds.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the process may die under a task before the task counts as its cause and fails. Default: 3.</summary>
    public int MaxProcessDeaths { get; init; } = 3;

    /// <summary>Tasks in flight at once over all executors, beside each executor's own limit; executors take turns. Null: no such limit. Default:
    /// null.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Terminal dispatches older than this are deleted when the dispatcher opens its store; null keeps them. Default: null.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Continues what dead engines left unfinished as soon as this one dispatches something. Default: true.</summary>
    public bool ResumeAutomatically { get; init; } = true;

    /// <summary>Waiting for a dispatch that a dead engine left continues it here. False, for tools that only look: the wait ends with an error that
    /// says how to continue it, and nothing is run that was not asked for. Default: true.</summary>
    public bool ContinueWaitedFor { get; init; } = true;

    /// <summary>Clock of all times, time limits and pauses. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where log lines go. Default: nowhere.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Bundle of this application; null when it has none.</summary>
    public string? OwnBundle { get; init; }

    /// <summary>Makes sure that this application's bundle is stored, and tells its id; null: <see cref="OwnBundle"/> is all there is.</summary>
    internal Func<CancellationToken, ValueTask<string?>>? EnsureBundle { get; init; }

    /// <summary>Files of bundles; null when bundles are not used.</summary>
    internal IBundleSource? Bundles { get; init; }

    /// <summary>Store of bundles that this dispatcher clears out now and then; null: somebody else does. Default: null.</summary>
    internal BundleStore? PrunedBundles { get; init; }

    /// <summary>Makes the store, when it is neither the database in the data folder nor memory.</summary>
    internal Func<IDispatchStore>? Store { get; init; }

    /// <summary>Whether dispatches of dead engines may be taken over now, when somebody waits for one.</summary>
    internal Func<bool> MayTakeOver { get; init; } = static () => true;

    /// <summary>Is told what the engine does; null: nobody.</summary>
    internal Diagnostics.IEngineObserver? Observer { get; init; }

    /// <summary>Most bytes of a task's result; a larger one fails its task.</summary>
    internal long LargestResult { get; init; } = long.MaxValue;

    internal bool Strict { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(DataFolder) && !InMemory)
        {
            yield return "DataFolder is empty; name a folder on a local disk.";
        }

        if (StopGrace < TimeSpan.Zero)
        {
            yield return $"StopGrace is {StopGrace}; use zero or more.";
        }

        if (MaxProcessDeaths < 1)
        {
            yield return $"MaxProcessDeaths is {MaxProcessDeaths}; use at least 1.";
        }

        if (MaxConcurrency < 1)
        {
            yield return $"MaxConcurrency is {MaxConcurrency}; use at least 1, or null for no limit.";
        }

        if (Retention < TimeSpan.Zero)
        {
            yield return $"Retention is {Retention}; use a positive time, or null to keep everything.";
        }
    }
}
