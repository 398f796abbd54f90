using System.Globalization;

namespace Covalent;

/// <summary>Where an effective value came from.</summary>
/// <param name="Kind">Default, file or environment.</param>
/// <param name="Source">The file, or the name of the environment variable; <see langword="null"/> for defaults.</param>
/// <param name="Line">Line in the file, from 1; 0 when there is none.</param>
/// <param name="Column">Column in the line, from 1; 0 when there is none.</param>
public sealed record ConfigurationOrigin(ConfigurationOriginKind Kind, string? Source = null, int Line = 0, int Column = 0)
{
    internal static ConfigurationOrigin Default { get; } = new(ConfigurationOriginKind.Default);

    /// <summary><c>default</c>, <c>covalent.conf:12</c> (with its folder) or <c>environment COVALENT_SDK__LOG_LEVEL</c>.</summary>
    public override string ToString() => Kind switch
    {
        ConfigurationOriginKind.File => string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}"),
        ConfigurationOriginKind.Environment => $"environment {Source}",
        _ => "default",
    };

    internal ConfigurationProblem Problem(string message) => new(Source, Line, Column, message);
}
