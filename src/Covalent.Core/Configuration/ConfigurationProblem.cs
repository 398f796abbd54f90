using System.Globalization;

namespace Covalent;

/// <summary>One thing wrong, or worth a warning, in the configuration.</summary>
/// <param name="Source">File, or name of the environment variable; <see langword="null"/> when the value came from the program.</param>
/// <param name="Line">Line in the file, from 1; 0 when there is none.</param>
/// <param name="Column">Column in the line, from 1; 0 when there is none.</param>
/// <param name="Message">The thing, the reason and the next step.</param>
public sealed record ConfigurationProblem(string? Source, int Line, int Column, string Message)
{
    /// <summary>As compilers write it, so that editors can jump there: <c>covalent.conf:12:3: message</c>.</summary>
    public override string ToString() => (Source, Line) switch
    {
        (null, _) => Message,
        (_, 0) => $"{Source}: {Message}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}:{Column}: {Message}"),
    };
}
