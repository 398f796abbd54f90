using Covalent.Core.Execution;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Slurm;

/// <summary>Outcomes that were written on a compute node. The login node of a shared file system may see them late, or for a moment in part: it remembers
/// what a folder held, up to a minute, unless it changes the folder itself.</summary>
internal sealed class SlurmOutcome(RemoteSite site, TimeProvider clock)
{
    /// <summary>Longer than network file systems remember by default (a minute).</summary>
    public static readonly TimeSpan LatestAfter = TimeSpan.FromSeconds(75);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="task">Name of the task's job.</param>
    /// <param name="isDue">Whether there must be an outcome.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The outcome; null when the job left none; what there is when it never became whole.</returns>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(string task, bool isDue, CancellationToken cancellationToken)
    {
        long began = clock.GetTimestamp();
        ReadOnlyMemory<byte>? found = await FetchAsync(task, cancellationToken).ConfigureAwait(false);
        if (!IsWhole(found))
        {
            await RefreshAsync(task, cancellationToken).ConfigureAwait(false);
            found = await FetchAsync(task, cancellationToken).ConfigureAwait(false);
        }

        while (!IsWhole(found) && (isDue || found is not null) && clock.GetElapsedTime(began) < LatestAfter)
        {
            await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
            await RefreshAsync(task, cancellationToken).ConfigureAwait(false);
            found = await FetchAsync(task, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    private Task<ReadOnlyMemory<byte>?> FetchAsync(string task, CancellationToken cancellationToken) => site.FetchAsync($"{task}/{JobFiles.Outcome}", cancellationToken);

    /// <summary>Changes the folder, so that this machine asks the file server what is in it.</summary>
    private async Task RefreshAsync(string task, CancellationToken cancellationToken)
    {
        string look = $"{site.Layout.Job(task)}/.look";
        ShellText script = ShellText.Of($"{{ : >{look} && rm -f -- {look}; }} 2>/dev/null; :");
        await site.Channel.RunAsync(ShellCommand.Repeatable(script) with { IsQuick = true }, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsWhole(ReadOnlyMemory<byte>? bytes)
    {
        try
        {
            return bytes is { } some && OutcomeCodec.Read(some).Outcome is not null;
        }
        catch (CovalentException)
        {
            return false;
        }
    }
}
