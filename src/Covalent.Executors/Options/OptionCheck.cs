namespace Covalent.Executors.Options;

/// <summary>Rules that options of many executors keep, and one wording for what breaks them. Each answers null where nothing is wrong.</summary>
internal static class OptionCheck
{
    /// <summary>The problems among some answers.</summary>
    public static IEnumerable<string> Problems(params IEnumerable<string?> answers) => answers.OfType<string>();

    /// <summary>A time in seconds, as long as a timer can be set.</summary>
    public static string? Seconds(string name, double value, double least = 0) =>
        value >= least && value <= 1e6 ? null : $"{name} is {value}; use {least} to 1000000 seconds.";

    /// <summary>A time in seconds that may as well be years.</summary>
    public static string? Patience(string name, double value) =>
        value >= 0 && value <= 1e9 ? null : $"{name} is {value}; use 0 or more seconds.";

    /// <summary>A number of things of which there is at least one.</summary>
    public static string? Count(string name, int value) => value >= 1 ? null : $"{name} is {value}; use 1 or more.";

    /// <summary>A folder on another machine, which must be named.</summary>
    public static string? Folder(string name, string path) =>
        path.Length == 0 ? $"{name} is empty; name a folder on the far side." : Line(name, path);

    /// <summary>Text that becomes a word in a shell program or a line of a file.</summary>
    public static string? Line(string name, string text) =>
        text.AsSpan().IndexOfAny('\0', '\n') < 0 ? null : $"{name} must not have line breaks in it.";
}
