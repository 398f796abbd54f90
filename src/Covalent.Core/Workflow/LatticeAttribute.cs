namespace Covalent;

/// <summary>Defaults for a lattice: of the dispatch, and of its electrons where neither call nor attribute says anything.
/// What <see cref="DispatchOptions"/> says wins. On a sublattice, what is not said comes from the lattice it is used in.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LatticeAttribute : Attribute
{
    private readonly OptionSet _set = new();

    /// <summary>Name shown instead of the method's.</summary>
    public string? Name { get; set; }

    /// <summary>Short name of the executor of all electrons that name none.</summary>
    public string? Executor { get; set; }

    /// <summary>Short name of the executor of what the lattice itself needs: operators on nodes, parts and lists of results, the building of
    /// sublattices. Default: <see cref="Executor"/>.</summary>
    public string? WorkflowExecutor { get; set; }

    /// <summary>Further attempts of each electron after a failure.</summary>
    public int Retries
    {
        get => _set.Retries ?? 0;
        set => _set.Retries = value;
    }

    /// <summary>Pause before the first retry in seconds; each further one is twice as long. Default: 0.</summary>
    public double RetryDelay { get; set; }

    /// <summary>Longest run time of one attempt of each electron in seconds.</summary>
    public double TimeLimit
    {
        get => _set.TimeLimit ?? 0;
        set => _set.TimeLimit = value;
    }

    /// <summary>Folder the electrons run in.</summary>
    public string? WorkDir { get; set; }

    /// <summary>Gives each electron a folder of its own under the work folder.</summary>
    public bool CreateUniqueWorkDir
    {
        get => _set.CreateUniqueWorkDir ?? false;
        set => _set.CreateUniqueWorkDir = value;
    }

    /// <summary>Whether finished results of the electrons may be taken from the cache across dispatches.</summary>
    public bool Cache
    {
        get => _set.Cache ?? false;
        set => _set.Cache = value;
    }

    /// <summary>Stop starting tasks after the first failure and cancel what runs.</summary>
    public bool FailFast { get; set; }

    /// <summary>Among dispatches competing for an executor, higher goes first.</summary>
    public int Priority { get; set; }

    /// <summary>Python packages that the electrons need; see <see cref="Covalent.DepsPip"/>.</summary>
    public string[]? DepsPip { get; set; }

    /// <summary>Shell commands before each electron; see <see cref="Covalent.DepsBash"/>.</summary>
    public string[]? DepsBash { get; set; }

    internal ElectronOptions ToElectronOptions() => _set.ToOptions(Executor, RetryDelay) with { WorkDir = WorkDir, Deps = OptionSet.Dependencies(DepsBash, DepsPip) };
}
