using System.Text;

namespace Covalent.Executors.Channels;

/// <summary>How a script is handed to a shell, so that login shells, truncation and standard input cannot change its meaning.</summary>
internal static class ShellProgram
{
    /// <summary>Longest script that fits into a command line; systems allow 128 KiB for one argument.</summary>
    private const int LongestArgument = 90_000;

    /// <summary>The command line when the script itself arrives on standard input; safe in every login shell.</summary>
    public const string ReadingScript = "exec sh -s";

    /// <summary>The script as it is sent on standard input. The braces make the shell parse all of it before it runs any of it. The shell ends after its input
    /// has: a server hangs up on a client that tells the end of the input to a channel that is closed already.</summary>
    public static byte[] AsInput(ShellText script) => Encoding.UTF8.GetBytes($"{{\n(\n{Preamble}{script}\n) </dev/null; covalent_code=$?\nwhile read -r covalent_rest; do :; done\nexit $covalent_code\n}}\n");

    /// <summary>The script for a shell that reads one program after the other: it runs in a subshell, and a line with the mark and the exit code follows what
    /// it says. As with <see cref="AsInput"/>, a script that did not arrive whole runs not at all.</summary>
    public static byte[] AsTurn(ShellText script, string mark) =>
        Encoding.UTF8.GetBytes($"(\n{Preamble}{script}\n) </dev/null 2>&1; printf '\\n%s %d\\n' {mark} $?\n");

    /// <summary>The command line when standard input is taken by data. Base64 has no character that any login shell (csh, fish) would change.</summary>
    /// <param name="script">The script.</param>
    /// <param name="mark">What a line on standard error says when the script has ended. The shell itself ends after its input has, as in <see cref="AsInput"/>:
    /// whoever reads the mark ends it.</param>
    public static string AsCommandLine(ShellText script, string mark)
    {
        string whole = $"(\n{AsArgument(script)}); covalent_code=$?; printf '\\n%s\\n' {mark} >&2; cat >/dev/null; exit $covalent_code";
        return $"exec sh -c 'eval \"$(printf %s {Convert.ToBase64String(Encoding.UTF8.GetBytes(whole))} | base64 -d)\"'";
    }

    /// <summary>The script as the argument of <c>sh -c</c>.</summary>
    public static string AsArgument(ShellText script)
    {
        string text = $"{Preamble}{script}\n";
        return text.Length <= LongestArgument
            ? text
            : throw new ArgumentException($"A script of {text.Length} characters that also reads data does not fit into a command line; split it.", nameof(script));
    }

    // Messages in English are recognised (see ChannelErrors); programs started for the user get their own locale back by RestoreLocale.
    private const string Preamble = "covalent_lc=${LC_ALL-}; LC_ALL=C; export LC_ALL\n";

    /// <summary>Gives programs of the user the locale they would have had.</summary>
    public static ShellText RestoreLocale { get; } = ShellText.Verbatim("if [ -n \"$covalent_lc\" ]; then LC_ALL=$covalent_lc; else unset LC_ALL; fi; unset covalent_lc");
}
