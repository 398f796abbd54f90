namespace Covalent;

/// <summary>The configuration cannot be used or changed. Carries every problem found, not only the first.</summary>
public sealed class ConfigurationException : CovalentException
{
    internal ConfigurationException(IReadOnlyList<ConfigurationProblem> problems, Exception? innerException = null)
        : base(Compose(problems), innerException) => Problems = problems;

    internal ConfigurationException(ConfigurationProblem problem, Exception? innerException = null, bool isTransient = false)
        : this([problem], innerException) => IsTransient = isTransient;

    /// <summary>Every problem, in the order of the file; problems of the environment follow.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; }

    /// <inheritdoc/>
    public override bool IsTransient { get; }

    private static string Compose(IReadOnlyList<ConfigurationProblem> problems) => problems.Count == 1
        ? problems[0].ToString()
        : $"The configuration has {problems.Count} problems:{string.Concat(problems.Select(p => $"{Environment.NewLine}  {p}"))}";
}
