using System.Text;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>Starts, watches and stops jobs that live on without a link. Each call is one round trip, however many jobs it is about.</summary>
internal sealed class DetachedJobs(ICommandChannel channel, RemoteLayout layout)
{
    private const int LargestInline = 48 << 10;
    private const int TarBlock = 1024;
    private const int MostCollisions = 5;
    private static readonly TimeSpan LongestTransfer = TimeSpan.FromHours(6);

    /// <summary>Sends jobs with a process of their own and starts them. Repeating it starts nothing twice.</summary>
    public Task StartAsync(IReadOnlyList<(DetachedJob Job, JobProgram Program)> jobs, CancellationToken cancellationToken)
    {
        IEnumerable<ArchiveFile> files = jobs.SelectMany(pair => FilesOf(pair.Job).Append(
            Text($"jobs/{pair.Job.Name}/{JobFiles.Run}", JobScripts.Run(layout.Job(pair.Job.Name), pair.Program))));
        JobName[] names = [.. jobs.Select(pair => new JobName(pair.Job.Name))];
        ShellText start = JobScripts.Start(layout, names.Select(job => job.Name));
        return SendAsync(ShellText.Of($"mkdir -p -- {layout.Jobs}"), files, start, names, isRepeatable: true, cancellationToken);
    }

    /// <summary>Sends jobs into a queue and sees to its workers.</summary>
    /// <remarks>Not to be repeated blindly: a job that has ended and was removed meanwhile would run again.</remarks>
    public Task EnqueueAsync(JobQueue queue, IReadOnlyList<DetachedJob> jobs, CancellationToken cancellationToken)
    {
        // The leader comes in a job's folder, since others may send it at this moment. The entries that let workers take jobs are made when everything is there:
        // in the archive they would come, having no bytes, though the files before them found no room.
        IEnumerable<ArchiveFile> files = jobs.SelectMany(job => FilesOf(job).Append(Text($"jobs/{job.Name}/{JobFiles.Queue}", ShellText.Verbatim(queue.Name + "\n"))))
            .Prepend(Text($"jobs/{jobs[0].Name}/lead.sh", queue.Leader));
        JobName[] names = [.. jobs.Select(job => new JobName(job.Name, queue.Name))];
        string leader = $"{layout.Queue(queue.Name)}/lead.sh";
        ShellText lead = ShellText.Of($"[ -e {leader} ] || mv -f -- {$"{layout.Job(jobs[0].Name)}/lead.sh"} {leader} || [ -e {leader} ] || exit");
        ShellText after = ShellText.Lines(lead, QueueScripts.Enter(layout, queue.Name, names), QueueScripts.Ensure(layout, queue.Name, queue.Workers));
        return SendAsync(QueueScripts.Prepare(layout, queue.Name), files, after, names, isRepeatable: false, cancellationToken);
    }

    /// <summary>Asks about many jobs; starts workers of the given queues where jobs wait without one.</summary>
    public async Task<IReadOnlyDictionary<string, JobReport>> PollAsync(IReadOnlyList<JobName> jobs, IEnumerable<JobQueue> queues, CancellationToken cancellationToken)
    {
        ShellText script = ShellText.Lines([JobScripts.Poll(layout, jobs), .. queues.Select(queue => QueueScripts.Ensure(layout, queue.Name, queue.Workers))]);
        CommandResult result = await channel.RunAsync(ShellCommand.Repeatable(script) with { IsQuick = true }, cancellationToken).ConfigureAwait(false);
        return JobReport.Parse(result.Require(channel.Destination, $"looking at {jobs.Count} job(s)").OutputText);
    }

    /// <summary>Which of the jobs were handed over for good, running or over, and into which queue.</summary>
    public async Task<IReadOnlyDictionary<string, JobName>> FindAsync(IReadOnlyList<string> jobs, CancellationToken cancellationToken)
    {
        CommandResult result = await channel.RunAsync(ShellCommand.Repeatable(JobScripts.Find(layout, jobs)), cancellationToken).ConfigureAwait(false);
        return result.Require(channel.Destination, $"looking for {jobs.Count} job(s)").OutputLines().Select(line => line.Split(' ', 2))
            .ToDictionary(pair => pair[0], pair => new JobName(pair[0], pair.Length > 1 ? pair[1] : ""));
    }

    /// <summary>Stops jobs and whatever they started; answers whether each is known to have stopped.</summary>
    public async Task<IReadOnlyDictionary<string, bool>> KillAsync(IReadOnlyList<JobName> jobs, TimeSpan grace, CancellationToken cancellationToken)
    {
        ShellCommand command = ShellCommand.Repeatable(JobScripts.Kill(layout, jobs, grace)) with { Timeout = grace + TimeSpan.FromMinutes(2) };
        CommandResult result = await channel.RunAsync(command, cancellationToken).ConfigureAwait(false);
        string[] stopped = result.Require(channel.Destination, $"stopping {jobs.Count} job(s)").OutputLines();
        HashSet<string> gone = [.. stopped.Where(line => line.EndsWith(" stopped", StringComparison.Ordinal)).Select(line => line[..^" stopped".Length])];
        return jobs.Select(job => job.Name).Distinct().ToDictionary(job => job, gone.Contains);
    }

    /// <summary>Removes the folders of jobs that are over.</summary>
    public async Task RemoveAsync(IReadOnlyList<JobName> jobs, CancellationToken cancellationToken)
    {
        CommandResult result = await channel.RunAsync(ShellCommand.Repeatable(JobScripts.Remove(layout, jobs)) with { IsQuick = true }, cancellationToken).ConfigureAwait(false);
        result.Require(channel.Destination, $"removing {jobs.Count} job folder(s)");
    }

    private async Task SendAsync(ShellText before, IEnumerable<ArchiveFile> files, ShellText after, JobName[] jobs, bool isRepeatable, CancellationToken cancellationToken)
    {
        ArchiveFile[] all = [.. files];
        ShellCommand command = all.Sum(file => file.Length + TarBlock ?? LargestInline) < LargestInline
            ? await InlineAsync(before, all, after, cancellationToken).ConfigureAwait(false)
            : Streamed(before, all, after);
        CommandResult result = await channel.RunAsync(command with { IsRepeatable = isRepeatable }, cancellationToken).ConfigureAwait(false);
        for (int again = 0; again < MostCollisions && command.Input is null && Collided(result); again++)
        {
            result = await channel.RunAsync(command with { IsRepeatable = isRepeatable }, cancellationToken).ConfigureAwait(false);
        }

        if (!result.Succeeded)
        {
            await TakeBackAsync(jobs, cancellationToken).ConfigureAwait(false);
        }

        result.Require(channel.Destination, $"starting {jobs.Length} job(s) in {layout.Work}");
    }

    private async Task TakeBackAsync(JobName[] jobs, CancellationToken cancellationToken)
    {
        try
        {
            await channel.RunAsync(ShellCommand.Repeatable(JobScripts.TakeBack(layout, jobs)), cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelException)
        {
            // Why they could not be sent matters more.
        }
    }

    /// <summary>The same files were being unpacked by an earlier try, whose link was lost but whose program went on: both bring the same bytes.</summary>
    private static bool Collided(CommandResult result) => !result.Succeeded && result.ErrorText.Contains("tar: ", StringComparison.Ordinal)
        && (result.ErrorText.Contains("File exists", StringComparison.Ordinal) || result.ErrorText.Contains("No such file", StringComparison.Ordinal));

    /// <summary>A few small files travel in the program's own text, which is the fastest way there is.</summary>
    private async Task<ShellCommand> InlineAsync(ShellText before, ArchiveFile[] files, ShellText after, CancellationToken cancellationToken)
    {
        var archive = new MemoryStream();
        await FileArchive.WriteAsync(archive, files, cancellationToken).ConfigureAwait(false);
        string text = Convert.ToBase64String(archive.GetBuffer(), 0, (int)archive.Length, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n");
        return new ShellCommand(ShellText.Of($$"""
            base64 -d <<'COVALENT_FILES' | {
            {{ShellText.Verbatim(text)}}
            COVALENT_FILES
            umask 077
            {{before}}
            cd -- {{layout.Work}} && tar -xf -
            } || exit
            {{after}}
            """))
        {
            IsQuick = true,
        };
    }

    private ShellCommand Streamed(ShellText before, ArchiveFile[] files, ShellText after) => new(ShellText.Of($$"""
        (
        umask 077
        {{before}}
        cd -- {{layout.Work}} && gzip -dc | tar -xf -
        ) || exit
        {{after}}
        """))
    {
        Timeout = LongestTransfer,
        Input = (stream, stop) => FileArchive.WriteCompressedAsync(stream, files, stop),
    };

    private static IEnumerable<ArchiveFile> FilesOf(DetachedJob job) => job.Files.Select(file => file with { Name = $"jobs/{job.Name}/{file.Name}" });

    private static ArchiveFile Text(string name, ShellText text) => ArchiveFile.FromBytes(name, Encoding.UTF8.GetBytes(text.ToString()));
}
