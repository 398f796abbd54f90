namespace Covalent.Executors.Channels;

/// <summary>A program for <c>sh</c> on the far side of a channel, and how to run it.</summary>
/// <param name="Script">What to run. It is parsed whole before its first line runs, so a link lost while it is sent runs nothing.</param>
internal sealed record ShellCommand(ShellText Script)
{
    /// <summary>Writes what the program reads from standard input; null gives it an empty input.</summary>
    public Func<Stream, CancellationToken, Task>? Input { get; init; }

    /// <summary>Receives standard output as it comes, in place of <see cref="CommandResult.Output"/>; null captures it.</summary>
    public Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask>? OnOutput { get; init; }

    /// <summary>Longest time the program may take. Default: two minutes. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for programs that follow something.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Bytes kept of each captured stream; the rest is dropped and <see cref="CommandResult.IsTruncated"/> says so. Default: 8 MiB.</summary>
    public int CaptureLimit { get; init; } = 8 << 20;

    /// <summary>Running it twice does no harm, so that a channel may repeat it after a lost link. Default: false.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Small, soon over, and of few words: a channel may run it in a shell it keeps open, where both streams come back as one.
    /// What it starts in the background must not write to them. Default: false.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Runs until it is stopped. A channel runs only so many of these at once that others keep room, and refuses more at once. Default: false.</summary>
    public bool IsLasting { get; init; }

    /// <summary>A program that may be run twice.</summary>
    public static ShellCommand Repeatable(ShellText script) => new(script) { IsRepeatable = true };
}
