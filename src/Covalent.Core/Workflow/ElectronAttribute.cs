namespace Covalent;

/// <summary>Defaults for calls of a method as an electron. What a call of <c>Electron</c> says wins; what is not said here comes from the lattice,
/// then from the configuration. The method stays an ordinary method.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ElectronAttribute : Attribute
{
    private readonly OptionSet _set = new();

    /// <summary>Name shown instead of the method's.</summary>
    public string? Name { get; set; }

    /// <summary>Short name of the executor, such as <c>slurm</c>, as configured.</summary>
    public string? Executor { get; set; }

    /// <summary>Further attempts after a failure; see <see cref="RetryPolicy"/>.</summary>
    public int Retries
    {
        get => _set.Retries ?? 0;
        set => _set.Retries = value;
    }

    /// <summary>Pause before the first retry in seconds; each further one is twice as long. Default: 0.</summary>
    public double RetryDelay { get; set; }

    /// <summary>Longest run time of one attempt in seconds.</summary>
    public double TimeLimit
    {
        get => _set.TimeLimit ?? 0;
        set => _set.TimeLimit = value;
    }

    /// <summary>Folder the task runs in.</summary>
    public string? WorkDir { get; set; }

    /// <summary>Gives each task a folder of its own under the work folder.</summary>
    public bool CreateUniqueWorkDir
    {
        get => _set.CreateUniqueWorkDir ?? false;
        set => _set.CreateUniqueWorkDir = value;
    }

    /// <summary>Among ready tasks of one executor, higher runs first.</summary>
    public int Priority
    {
        get => _set.Priority ?? 0;
        set => _set.Priority = value;
    }

    /// <summary>Whether finished results may be taken from the cache across dispatches.</summary>
    public bool Cache
    {
        get => _set.Cache ?? false;
        set => _set.Cache = value;
    }

    /// <summary>Identity of the function chosen by its author; replaces the code hash in reuse, cache and redispatch.</summary>
    public string? Version { get; set; }

    /// <summary>Python packages that the task needs; see <see cref="Covalent.DepsPip"/>.</summary>
    public string[]? DepsPip { get; set; }

    /// <summary>Shell commands before the task; see <see cref="Covalent.DepsBash"/>.</summary>
    public string[]? DepsBash { get; set; }

    internal ElectronOptions ToOptions() => _set.ToOptions(Executor, RetryDelay) with
    {
        Name = Name,
        WorkDir = WorkDir,
        Version = Version,
        Deps = OptionSet.Dependencies(DepsBash, DepsPip),
    };
}
