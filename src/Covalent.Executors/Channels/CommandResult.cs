using System.Text;

namespace Covalent.Executors.Channels;

/// <summary>How a program on a channel ended.</summary>
/// <param name="ExitCode">Its exit code; null when a signal ended it.</param>
/// <param name="Signal">Name of that signal without SIG; null otherwise.</param>
/// <param name="Output">Captured standard output.</param>
/// <param name="Error">Captured standard error.</param>
/// <param name="IsTruncated">Whether one of the two was longer than the command's limit.</param>
internal sealed record CommandResult(int? ExitCode, string? Signal, ReadOnlyMemory<byte> Output, ReadOnlyMemory<byte> Error, bool IsTruncated)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Whether somebody ended it: by a signal, or one that its shell reports as 128 and the signal's number.</summary>
    public bool WasKilled => Signal is "KILL" or "TERM" || ExitCode is 128 + 9 or 128 + 15;

    public string OutputText => Encoding.UTF8.GetString(Output.Span);

    public string ErrorText => Encoding.UTF8.GetString(Error.Span);

    /// <summary>Standard output line by line, without the final empty one.</summary>
    public string[] OutputLines() => OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>"exit code 3" or "signal KILL".</summary>
    public string Ending => ExitCode is { } code ? $"exit code {code}" : Signal is null ? "no exit status" : $"signal {Signal}";

    /// <summary>Returns itself, or throws with what the far side said.</summary>
    /// <param name="destination">Where it ran, as in <see cref="ICommandChannel.Destination"/>.</param>
    /// <param name="doing">What was attempted, such as "sending 3 files to /scratch".</param>
    public CommandResult Require(string destination, string doing) =>
        Succeeded ? this : throw ChannelErrors.FromResult(destination, doing, this);
}
