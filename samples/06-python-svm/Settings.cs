using Covalent;

/// <summary>What the command line says.</summary>
/// <param name="Executor">Where the tasks run; null for the configured default.</param>
/// <param name="Python">The interpreter there; null for its usual one.</param>
/// <param name="Packages">What Python needs.</param>
internal sealed record Settings(ExecutorSpec? Executor, string? Python, DepsPip Packages)
{
    public static Settings Parse(string[] args)
    {
        var executor = ValueOf(args, "--executor");
        return new Settings(
            executor is null ? null : new ExecutorSpec(executor),
            ValueOf(args, "--python"),
            args.Contains("--pinned") ? new DepsPip("numpy==1.23.2", "scikit-learn==1.1.2") : new DepsPip("numpy", "scikit-learn"));
    }

    private static string? ValueOf(string[] args, string option) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
