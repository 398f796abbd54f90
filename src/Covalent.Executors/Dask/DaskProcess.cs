using System.Diagnostics;
using System.Text.Json.Serialization;
using Covalent.Core.Execution;

namespace Covalent.Executors.Dask;

/// <summary>A process that may have been started by another one than this. Its id counts only together with its start time, since systems give ids again.</summary>
/// <param name="Name">Such as <c>worker-1</c>.</param>
/// <param name="Id">The system's id.</param>
/// <param name="StartedAt">When it started, in UTC ticks.</param>
internal sealed record DaskProcess(string Name, int Id, long StartedAt)
{
    private static readonly TimeSpan PoliteTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KilledWithin = TimeSpan.FromSeconds(60);

    [JsonIgnore]
    public bool IsAlive => new ProcessIdentity(Id, StartedAt).IsAlive();

    public static DaskProcess Of(string name, Process process) => new(name, process.Id, process.StartTime.ToUniversalTime().Ticks);

    /// <summary>Ends it and the processes of its session: politely, then for good.</summary>
    public async Task StopAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        Signal("-TERM", $"{Id}");
        await GoneAsync(PoliteTime, clock, cancellationToken).ConfigureAwait(false);
        Signal("-KILL", $"-{Id}");
        // "Stopped" is said of what is gone; on a busy machine even that takes a while.
        await GoneAsync(KilledWithin, clock, cancellationToken).ConfigureAwait(false);
    }

    private async Task GoneAsync(TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        long began = clock.GetTimestamp();
        while (IsAlive && clock.GetElapsedTime(began) < patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Signal(string signal, string target)
    {
        if (!IsAlive)
        {
            return;
        }

        using Process kill = Process.Start(new ProcessStartInfo("kill", [signal, "--", target]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }
}
