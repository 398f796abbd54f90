using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Covalent.Core.Execution;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>Passes on what running tasks have printed since the last look, and how far they say they are. For watchers only: the outcome brings all of it again.</summary>
internal static class LiveOutput
{
    private const int PieceLength = 32 << 10;

    // Of a long output the worker keeps twice as much at both ends, and gives back what is between them.
    private const int Kept = CappedBuffer.DefaultCapacity / 2;
    private const int MostJobs = 64;

    /// <param name="running">Running tasks, the machine each is seen from, and the names of their jobs; those of machines never looked at are left out.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task PassOnAsync(IEnumerable<(RemoteTask Task, RemoteSite? Site, string Job)> running, CancellationToken cancellationToken)
    {
        foreach (IGrouping<RemoteSite, (RemoteTask Task, RemoteSite? Site, string Job)> group in running.Where(job => job.Site is not null).GroupBy(job => job.Site!))
        {
            try
            {
                await PassOnAsync(group.Key, [.. group.Take(MostJobs).Select(job => (job.Task, job.Job))], cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelException)
            {
                // A link that fails here fails the next poll too, which says so.
            }
        }
    }

    private static async Task PassOnAsync(RemoteSite site, IReadOnlyList<(RemoteTask Task, string Job)> jobs, CancellationToken cancellationToken)
    {
        ShellText script = ShellText.Lines([
            ShellText.Of($$"""
                news() {
                  at=$2 n=0; [ -s "$1" ] && n=$(wc -c <"$1")
                  [ "$at" -lt {{Kept}} ] || [ "$((n - at))" -lt {{Kept}} ] || at=$((n - {{PieceLength}}))
                  echo "${#at}"; printf %s "$at"
                  n=$((n - at)); [ "$n" -gt 0 ] || n=0; [ "$n" -lt {{PieceLength}} ] || n={{PieceLength}}
                  echo "$n"; [ "$n" = 0 ] || tail -c "+$((at + 1))" <"$1" | head -c "$n"
                }
                said() { p=; read -r p 2>/dev/null <"$1"; echo "${#p}"; printf %s "$p"; }
                cd -- {{site.Layout.Jobs}} || exit
                """),
            .. jobs.Select(job => (job.Job, Seen: SeenOf(job.Task))).Select(job =>
                ShellText.Of($"news {job.Job}/{JobFiles.Stdout} {job.Seen.Stdout}; news {job.Job}/{JobFiles.Stderr} {job.Seen.Stderr}; said {job.Job}/{JobFiles.Progress}"))]);
        CommandResult result = await site.Channel.RunAsync(ShellCommand.Repeatable(script) with { CaptureLimit = jobs.Count * 3 * PieceLength }, cancellationToken).ConfigureAwait(false);
        var pieces = new LengthPrefixed(result.Require(site.Channel.Destination, $"reading the output of {jobs.Count} job(s)").Output);
        foreach ((RemoteTask task, _) in jobs)
        {
            Seen seen = SeenOf(task);
            seen.Stdout = Report(task, OutputStream.Stdout, seen.Stdout, pieces);
            seen.Stderr = Report(task, OutputStream.Stderr, seen.Stderr, pieces);
            task.ReportWorkerProgress(Encoding.ASCII.GetString(pieces.Next().Span));
        }
    }

    /// <returns>How much of the stream has been passed on, or left out, by now.</returns>
    private static long Report(RemoteTask task, OutputStream stream, long seen, LengthPrefixed pieces)
    {
        long at = Utf8Parser.TryParse(pieces.Next().Span, out long told, out _) ? told : seen;
        ReadOnlyMemory<byte> piece = pieces.Next();
        if (at > seen)
        {
            task.ReportOutput(stream, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n… {at - seen} bytes left out …\n")));
        }

        if (!piece.IsEmpty)
        {
            task.ReportOutput(stream, piece);
        }

        return at + piece.Length;
    }

    private static Seen SeenOf(RemoteTask task)
    {
        if (task.Notes is not Seen seen)
        {
            task.Notes = seen = new Seen();
        }

        return seen;
    }

    /// <summary>How much of each stream was passed on.</summary>
    private sealed class Seen
    {
        public long Stdout { get; set; }

        public long Stderr { get; set; }
    }
}
