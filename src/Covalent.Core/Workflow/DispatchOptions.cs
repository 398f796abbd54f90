namespace Covalent;

/// <summary>Options of one dispatch. Every member's null means "not said here": the lattice's attribute, then the configuration decide.</summary>
public sealed record DispatchOptions
{
    /// <summary>Says nothing.</summary>
    public static DispatchOptions None { get; } = new();

    /// <summary>Name shown instead of the lattice function's.</summary>
    public string? Name { get; init; }

    /// <summary>Executor of all electrons that name none.</summary>
    public ExecutorSpec? Executor { get; init; }

    /// <summary>Executor of what the lattice itself needs: operators on nodes, parts and lists of results, the building of sublattices.
    /// Null: <see cref="Executor"/>.</summary>
    public ExecutorSpec? WorkflowExecutor { get; init; }

    /// <summary>Options of all electrons that say nothing themselves. Null: none.</summary>
    public ElectronOptions? Electrons { get; init; }

    /// <summary>Stop starting tasks after the first failure and cancel what runs. Null: the attribute's, then false.</summary>
    public bool? FailFast { get; init; }

    /// <summary>Among dispatches competing for an executor, higher goes first; equal ones share fairly. Null: the attribute's, then 0.</summary>
    public int? Priority { get; init; }

    /// <summary>Wait for these instead of starting at once: the first firing starts the dispatch, each later one redispatches it. They need a server.
    /// Default: none, the dispatch starts at once.</summary>
    public IReadOnlyList<Trigger> Triggers { get; init; } = [];

    /// <summary>Told how far the dispatch is while <c>RunAsync</c> waits for it. Null: shown on the console after a few seconds if that is a
    /// terminal; see <see cref="ConsoleProgress"/>.</summary>
    public IProgress<DispatchProgress>? Progress { get; init; }
}
