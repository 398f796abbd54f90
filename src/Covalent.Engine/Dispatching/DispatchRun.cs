using Covalent.Core.Execution;
using Covalent.Engine.State;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <summary>A dispatch this engine runs: the machine and everything the shell needs around it. Touched by the engine's pass only.</summary>
internal sealed class DispatchRun
{
    private readonly TaskPlan?[] _plans;
    private DispatchSnapshot? _shown;

    public DispatchRun(DispatchKey key, TransportGraph graph, DispatchMachine machine, NodeValues values, string? bundleId)
    {
        Key = key;
        Graph = graph;
        Machine = machine;
        Values = values;
        Task = new TaskDispatch { DispatchId = key.Id, Graph = graph, BundleId = bundleId, Values = values };
        _plans = new TaskPlan?[graph.Templates.Count];
    }

    public DispatchKey Key { get; }

    public string Id => Key.Id;

    public TransportGraph Graph { get; }

    public DispatchMachine Machine { get; }

    public NodeValues Values { get; }

    public TaskDispatch Task { get; }

    public required string RootId { get; init; }

    public required string Name { get; init; }

    public required long CreatedAt { get; init; }

    public int Priority { get; init; }

    public bool FailFast { get; init; }

    public ParentLink? Parent { get; init; }

    public string? RedispatchOf { get; init; }

    /// <summary>The span in which it was submitted, for those of its attempts; default when there was none.</summary>
    public System.Diagnostics.ActivityContext Trace { get; init; }

    public long StartedAt { get; set; }

    public long EndedAt { get; set; }

    public string? Error { get; set; }

    /// <summary>When the attempt that built this sublattice started, UTC ticks.</summary>
    public long BuilderStartedAt { get; init; }

    /// <summary>Whether another application made it, so that this process cannot run its code.</summary>
    public bool IsForeign { get; init; }

    /// <summary>The parent's run, for sublattices whose parent runs here.</summary>
    public DispatchRun? ParentRun { get; set; }

    /// <summary>What readers on any thread are shown: the state after the last commit that changed it.</summary>
    public DispatchSnapshot? Shown
    {
        get => Volatile.Read(ref _shown);
        set => Volatile.Write(ref _shown, value);
    }

    /// <summary>Whether the pass has changed it.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Attempts with their drivers, by node; abandoned ones are not in it.</summary>
    public Dictionary<int, EngineAttempt> InFlight { get; } = [];

    /// <summary>Runs of sublattice nodes, by node.</summary>
    public Dictionary<int, DispatchRun> Children { get; } = [];

    /// <summary>Deaths of earlier attempts, for nodes that had any.</summary>
    public Dictionary<int, int> Deaths { get; } = [];

    /// <summary>Keys under which results enter the cache, for nodes that asked for it and run.</summary>
    public Dictionary<int, byte[]> CacheKeys { get; } = [];

    /// <summary>Nodes whose code could not be proven stopped.</summary>
    public HashSet<int> NotStopped { get; } = [];

    /// <summary>First failures in order of coming, for the dispatch's error.</summary>
    public List<(int Node, FailureInfo Failure)> Failures { get; } = [];

    public List<DispatchWatcher> Watchers { get; } = [];

    /// <summary>Whether anybody watches; read by drivers on any thread, to spare the work when nobody does.</summary>
    public bool IsWatched => ComingWatchers > 0 || Watchers.Count > 0;

    /// <summary>Watchers that hear from the end of this pass on: what happens behind their question, in the same pass, is for them too.</summary>
    public int ComingWatchers { get; set; }

    public List<TaskCompletionSource> Waiters { get; } = [];

    public List<CancelOperation> Cancels { get; } = [];

    /// <summary>Whether a queued node may still be started: neither it nor the dispatch has ended meanwhile.</summary>
    public bool IsReady(int node) => Machine.PhaseOf(node) == NodePhase.Ready && !Machine.Status.IsTerminal();

    public TaskPlan? PlanOf(int node) => _plans[Graph.TemplateIndexOf(node)];

    public void SetPlan(int node, TaskPlan plan) => _plans[Graph.TemplateIndexOf(node)] = plan;

    /// <summary>Where this dispatch queues, by lane.</summary>
    public Dictionary<Lane, RunQueue> Queues { get; } = [];
}
