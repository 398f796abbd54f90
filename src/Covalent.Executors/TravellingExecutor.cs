using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Covalent.Executors.Options;
using Covalent.Executors.Remote;

namespace Covalent.Executors;

/// <summary>What executors have in common that bring the code to machines where nothing of it is installed: the runtime there, the folder of a
/// task, how it is stopped, and what may stay behind.</summary>
public abstract class TravellingExecutor : RemoteExecutor, IAsyncDisposable
{
    private readonly List<string> _notices = [];
    private readonly Lock _lock = new();
    private IAsyncDisposable? _farSide;

    /// <summary>For the executors of this library.</summary>
    private protected TravellingExecutor()
    {
    }

    /// <summary>Give each task a folder of its own, <c>dispatch/node_N</c>, under the folder tasks run in. Default: false.</summary>
    public bool CreateUniqueWorkdir { get; set; }

    /// <summary>Conda environment that is activated on the machine that runs a task before anything else of it is started. Default: "" (none; conda is
    /// then not touched).</summary>
    public string CondaEnv { get; set; } = "";

    /// <summary>The <c>dotnet</c> program of the machines that run tasks. Default: "" (found there; where there is none, or it is too old, the runtime
    /// travels).</summary>
    public string DotnetPath { get; set; } = "";

    /// <summary>Send this machine's .NET runtime even where there is one: the machine that was looked at, such as a cluster's login node, may have what
    /// the machines that run tasks lack. Default: false.</summary>
    public bool ShipRuntime { get; set; }

    /// <summary>Seconds a task has to end by itself when it is cancelled or its time is over, before it and all it started are killed. Default: 10.</summary>
    public double StopGrace { get; set; } = 10;

    /// <summary>Seconds one attempt to connect may take. Default: 30.</summary>
    public double ConnectTimeout { get; set; } = 30;

    /// <summary>Days after which bundles nobody used are removed from the far side. Default: 30.</summary>
    public int CacheMaxDays { get; set; } = 30;

    /// <summary>Size in MiB of the cache on a far machine above which the bundles unused for longest are removed. Default: 10240.</summary>
    public int CacheMaxSize { get; set; } = 10240;

    /// <inheritdoc />
    protected internal override int DefaultConcurrency => 1000;

    /// <summary>Documented names that are understood under another one: the old name and the property it sets.</summary>
    private protected virtual IReadOnlyDictionary<string, string> Aliases => new Dictionary<string, string>();

    /// <summary>Things said while the settings were read that the user should know; written to the log when the executor starts to work.</summary>
    internal IReadOnlyList<string> Notices => _notices;

    internal StoreLimits StoreLimits => new(TimeSpan.FromDays(CacheMaxDays), (long)CacheMaxSize << 20);

    /// <inheritdoc />
    public override Executor FromDictionary(JsonObject attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        var known = new JsonObject();
        foreach ((string key, JsonNode? value) in attributes)
        {
            string name = Aliases.GetValueOrDefault(key, key);
            if (name != key)
            {
                _notices.Add($"Option '{key}' of executor '{ShortName}' is called '{name}'; it was understood, but write '{name}'.");
            }

            if (name != key && attributes.ContainsKey(name))
            {
                continue;
            }

            known[name] = value?.DeepClone();
        }

        return base.FromDictionary(known);
    }

    /// <inheritdoc />
    public override IEnumerable<string> Problems() => OptionCheck.Problems(
        OptionCheck.Seconds("connect_timeout", ConnectTimeout, 0.1),
        OptionCheck.Seconds("poll_freq", PollFreq, 0.05),
        OptionCheck.Seconds("stop_grace", StopGrace),
        OptionCheck.Count("cache_max_days", CacheMaxDays),
        OptionCheck.Count("cache_max_size", CacheMaxSize),
        OptionCheck.Folder("remote_cache", RemoteCache),
        OptionCheck.Line("conda_env", CondaEnv),
        OptionCheck.Line("dotnet_path", DotnetPath));

    /// <summary>Closes the connections. Jobs go on without them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_farSide is not null)
        {
            await _farSide.DisposeAsync().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Where a task runs, relative to the folder tasks run in; empty for that folder itself. What the task was told at the call, it does
    /// by itself.</summary>
    internal string OwnFolderOf(RemoteTask task) =>
        CreateUniqueWorkdir && task.Options.CreateUniqueWorkDir is null ? $"{task.Metadata.DispatchId}/node_{task.Metadata.NodeId}" : "";

    /// <summary>The one thing that stands for the far side, opened at the first call.</summary>
    /// <exception cref="ExecutorException">The settings cannot be used.</exception>
    private protected TFarSide FarSide<TFarSide>(Func<ExecutorHost, TFarSide> open)
        where TFarSide : class, IAsyncDisposable
    {
        lock (_lock)
        {
            return (TFarSide)(_farSide ??= Open(open));
        }
    }

    private TFarSide Open<TFarSide>(Func<ExecutorHost, TFarSide> open)
    {
        string[] problems = [.. Problems()];
        if (problems.Length > 0)
        {
            throw new ExecutorException($"Executor '{ShortName}' cannot be used: {string.Join(" ", problems)}");
        }

        foreach (string notice in _notices)
        {
            SharedLog.Notice(Logger, notice);
        }

        return open(Host ?? throw new InvalidOperationException("The executor is not attached to a dispatcher."));
    }
}
