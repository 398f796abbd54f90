using Covalent.Core.Execution;

namespace Covalent.Cli.Commands.Executors;

/// <summary>An executor as it would be used now.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="ConfiguredKeys">Keys that the file or the environment sets.</param>
/// <param name="Problems">What keeps it from working, each with its remedy.</param>
internal sealed record ExecutorState(string Name, string Origin, IReadOnlyList<string> ConfiguredKeys, IReadOnlyList<string> Problems)
{
    /// <summary>What a try on it gave; null when none was made.</summary>
    public ExecutorCheckResult? Check { get; init; }

    public static ExecutorState Of(ExecutorEntry entry, ExecutorRegistry registry, CovalentConfiguration configuration) =>
        new(entry.ShortName, entry.Origin, ConfiguredIn(configuration, entry.ShortName), ProblemsOf(entry, registry));

    private static List<string> ConfiguredIn(CovalentConfiguration configuration, string name) =>
        [.. configuration.Describe().Where(entry => entry.Section == $"executors.{name}" && entry.Origin.Kind != ConfigurationOriginKind.Default).Select(static entry => entry.Name)];

    private static IReadOnlyList<string> ProblemsOf(ExecutorEntry entry, ExecutorRegistry registry)
    {
        try
        {
            return [.. registry.Create(new ExecutorSpec(entry.ShortName))!.Problems()];
        }
        catch (CovalentException e)
        {
            return [e.Message];
        }
    }
}

/// <summary>What a small task on an executor gave.</summary>
internal sealed record ExecutorCheckResult(bool IsGood, string Text);
