using Covalent.Core.Results;

namespace Covalent;

/// <summary>Shows the progress of a dispatch on standard error while somebody waits for it.</summary>
/// <remarks>Without being asked, <c>RunAsync</c> and <c>GetResultAsync</c> show it on a terminal once the wait takes longer than three seconds. It
/// is one line that is rewritten in place; where standard error is no terminal it is a line now and then.</remarks>
public static class ConsoleProgress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Shows nothing, on a terminal either.</summary>
    public static IProgress<DispatchProgress> Off { get; } = new NoProgress();

    /// <summary>Shows progress from the start, on a terminal or not.</summary>
    public static IProgress<DispatchProgress> Show() => new ProgressLine(Console.Error, IsTerminal, TimeSpan.Zero, TimeProvider.System);

    internal static IProgress<DispatchProgress>? ForTerminal() => IsTerminal ? new ProgressLine(Console.Error, isTerminal: true, Patience, TimeProvider.System) : null;

    private static bool IsTerminal =>
        !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb" && Environment.GetEnvironmentVariable("CI") is not "true";
}
