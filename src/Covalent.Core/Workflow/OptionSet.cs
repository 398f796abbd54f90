namespace Covalent;

/// <summary>Attribute arguments that can tell "not said" from their default, which attribute properties themselves cannot.</summary>
internal sealed class OptionSet
{
    public int? Retries { get; set; }

    public double? TimeLimit { get; set; }

    public bool? CreateUniqueWorkDir { get; set; }

    public int? Priority { get; set; }

    public bool? Cache { get; set; }

    public ElectronOptions ToOptions(string? executor, double retryDelay) => new()
    {
        Executor = executor is null ? null : new ExecutorSpec(executor),
        Retry = Retries is { } count ? new RetryPolicy(count) { Delay = TimeSpan.FromSeconds(retryDelay) } : null,
        TimeLimit = TimeLimit is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        CreateUniqueWorkDir = CreateUniqueWorkDir,
        Priority = Priority,
        Cache = Cache,
    };

    /// <summary>What attributes can say of dependencies; null when they say nothing.</summary>
    public static IReadOnlyList<Dependency>? Dependencies(string[]? bash, string[]? pip)
    {
        if (bash is null && pip is null)
        {
            return null;
        }

        List<Dependency> all = [];
        if (bash is not null)
        {
            all.Add(new DepsBash(bash));
        }

        if (pip is not null)
        {
            all.Add(new DepsPip(pip));
        }

        return all;
    }
}
