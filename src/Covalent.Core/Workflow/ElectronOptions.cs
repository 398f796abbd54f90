using System.Text.Json.Nodes;

namespace Covalent;

/// <summary>Per-electron options. Every member's null means "not said here": the attribute, the lattice, then the configuration decide.</summary>
public sealed record ElectronOptions
{
    /// <summary>Says nothing.</summary>
    public static ElectronOptions None { get; } = new();

    /// <summary>Name shown instead of the method's.</summary>
    public string? Name { get; init; }

    /// <summary>Where the task runs.</summary>
    public ExecutorSpec? Executor { get; init; }

    /// <summary>Retries of this task.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Longest run time of one attempt, queueing not counted. Null: the executor's, then none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Folder the task runs in, on the machine where it runs. Null: the executor's.</summary>
    public string? WorkDir { get; init; }

    /// <summary>Gives each task a folder of its own, <c>dispatch/node_N</c>, under the work folder.</summary>
    public bool? CreateUniqueWorkDir { get; init; }

    /// <summary>Among ready tasks of one executor, higher runs first. Null: 0.</summary>
    public int? Priority { get; init; }

    /// <summary>Whether a finished result of the same function with the same inputs may be taken from the cache across dispatches. Null: false.</summary>
    public bool? Cache { get; init; }

    /// <summary>Identity of the function chosen by its author; replaces the code hash in reuse, cache and redispatch.</summary>
    public string? Version { get; init; }

    /// <summary>The Python interpreter of Python electrons, on the machine where they run: a command or path, <c>venv:FOLDER</c> or
    /// <c>conda:NAME</c>. Null: the variable <c>COVALENT_PYTHON</c> there, then <c>python3</c>.</summary>
    public string? Python { get; init; }

    /// <summary>What must be there before the task runs. Null: the lattice's. An empty list: nothing, whatever the lattice says.</summary>
    public IReadOnlyList<Dependency>? Deps { get; init; }

    /// <summary>Calls before the task, after dependencies and files are there. Null: the lattice's.</summary>
    public IReadOnlyList<DepsCall>? CallBefore { get; init; }

    /// <summary>Calls after the task has completed, before files are taken away. Null: the lattice's.</summary>
    public IReadOnlyList<DepsCall>? CallAfter { get; init; }

    /// <summary>Files brought before and taken away after the task. Null: the lattice's.</summary>
    public IReadOnlyList<FileTransfer>? Files { get; init; }

    /// <summary>Values for parts that are not built into the engine; keys are the part's name.</summary>
    public JsonObject? Extensions { get; init; }

    /// <summary>These options, with every unset member taken from <paramref name="fallback"/>.</summary>
    public ElectronOptions Or(ElectronOptions? fallback) => fallback is null || ReferenceEquals(fallback, None) ? this : new ElectronOptions
    {
        Name = Name ?? fallback.Name,
        Executor = Executor ?? fallback.Executor,
        Retry = Retry ?? fallback.Retry,
        TimeLimit = TimeLimit ?? fallback.TimeLimit,
        WorkDir = WorkDir ?? fallback.WorkDir,
        CreateUniqueWorkDir = CreateUniqueWorkDir ?? fallback.CreateUniqueWorkDir,
        Priority = Priority ?? fallback.Priority,
        Cache = Cache ?? fallback.Cache,
        Version = Version ?? fallback.Version,
        Python = Python ?? fallback.Python,
        Deps = Deps ?? fallback.Deps,
        CallBefore = CallBefore ?? fallback.CallBefore,
        CallAfter = CallAfter ?? fallback.CallAfter,
        Files = Files ?? fallback.Files,
        Extensions = Extensions ?? fallback.Extensions,
    };
}
