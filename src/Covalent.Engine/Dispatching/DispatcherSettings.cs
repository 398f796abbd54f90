using Covalent.Core.Execution;
using Microsoft.Extensions.Logging;

namespace Covalent.Engine.Dispatching;

/// <summary>What a dispatcher is made of.</summary>
internal sealed record DispatcherSettings
{
    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Executor of tasks that name none.</summary>
    public required ExecutorSpec DefaultExecutor { get; init; }

    /// <summary>Executor that runs tasks of dispatches whose code is not this application's, in place of executors that run in this process;
    /// null when there is none, then such dispatches are left to others.</summary>
    public ExecutorSpec? ForeignExecutor { get; init; }

    /// <summary>Builds a configured executor; null when none has the name.</summary>
    public required Func<ExecutorSpec, Executor?> Executors { get; init; }

    public required ExecutorHost Host { get; init; }

    /// <summary>This engine's number in the store.</summary>
    public required long Owner { get; init; }

    /// <summary>Process deaths under one task after which it is not run again.</summary>
    public int MaxDeaths { get; init; } = 3;

    /// <summary>Attempts in flight at once over all executors; null for no limit beside their own.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>How long a driver may take to stop code before it counts as not stopped.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Is told what happens; null: nobody.</summary>
    public Diagnostics.IEngineObserver? Observer { get; init; }

    /// <summary>Most bytes of a task's result; a larger one fails its task.</summary>
    public long LargestResult { get; init; } = long.MaxValue;

    /// <summary>Whether illegal transitions are thrown with their history.</summary>
    public bool Strict { get; init; }
}
