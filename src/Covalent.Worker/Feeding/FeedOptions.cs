using System.Globalization;

namespace Covalent.Worker.Feeding;

/// <summary>The command line of <c>feed</c>: a warm worker that is handed one job after the other. See <c>docs/architecture/dask.md</c>.</summary>
/// <param name="Socket">Unix socket of whoever hands out the jobs.</param>
/// <param name="Folder">Folder for the running job's files; whoever hands out the jobs looks there when this process died under one.</param>
/// <param name="Idle">How long to wait for another job before leaving.</param>
/// <param name="Grace">Time a task has to end by itself after its token is cancelled.</param>
internal sealed record FeedOptions(string Socket, string Folder, TimeSpan Idle, TimeSpan Grace)
{
    /// <exception cref="ArgumentException">An option is unknown, missing or no number.</exception>
    public static FeedOptions Parse(IReadOnlyList<string> args) => args is ["--socket", var socket, "--folder", var folder, "--idle", var idle, "--grace", var grace]
        ? new FeedOptions(socket, Path.GetFullPath(folder), Seconds(idle), Seconds(grace))
        : throw new ArgumentException("Usage: Covalent.Worker feed --socket PATH --folder PATH --idle SECONDS --grace SECONDS");

    private static TimeSpan Seconds(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentException($"'{value}' is not a number of seconds.");
}
