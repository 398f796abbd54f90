using System.IO.Compression;
using System.Text;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>A job to be started.</summary>
/// <param name="Name">Letters, digits, dots, dashes and underscores.</param>
/// <param name="Program">What it runs.</param>
/// <param name="Files">What goes into its folder.</param>
internal sealed record DetachedJob(string Name, JobProgram Program, IReadOnlyList<ArchiveFile> Files)
{
    public string Name { get; } = Name.Length is > 0 and <= 200 && Name[0] is not ('.' or '-') && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        ? Name
        : throw new ArgumentException($"'{Name}' cannot name a job: letters, digits, dots, dashes and underscores only.", nameof(Name));
}

/// <summary>Starts, watches and stops jobs that live on without a link. Each call is one round trip, however many jobs it is about.</summary>
internal sealed class DetachedJobs(ICommandChannel channel, RemoteLayout layout)
{
    /// <summary>Sends the jobs' files and starts them. Repeating it starts nothing twice.</summary>
    public async Task StartAsync(IReadOnlyList<DetachedJob> jobs, CancellationToken cancellationToken)
    {
        ShellText script = ShellText.Lines(
            ShellText.Of($"umask 077; mkdir -p -- {layout.Jobs} && cd -- {layout.Jobs} && gzip -dc | tar -xf - || exit"),
            JobScripts.Start(layout, jobs.Select(job => job.Name)));
        var command = new ShellCommand(script) { IsRepeatable = true, Timeout = TimeSpan.FromMinutes(30), Input = (stream, stop) => WriteAsync(stream, jobs, stop) };
        CommandResult result = await channel.RunAsync(command, cancellationToken).ConfigureAwait(false);
        result.Require(channel.Destination, $"starting {jobs.Count} job(s) in {layout.Jobs}");
    }

    /// <summary>Asks about many jobs.</summary>
    public async Task<IReadOnlyDictionary<string, JobReport>> PollAsync(IReadOnlyList<string> jobs, CancellationToken cancellationToken)
    {
        CommandResult result = await channel.RunAsync(ShellCommand.Repeatable(JobScripts.Poll(layout, jobs)), cancellationToken).ConfigureAwait(false);
        return JobReport.Parse(result.Require(channel.Destination, $"looking at {jobs.Count} job(s)").OutputText);
    }

    /// <summary>Stops jobs and whatever they started; answers whether each is known to have stopped.</summary>
    public async Task<IReadOnlyDictionary<string, bool>> KillAsync(IReadOnlyList<string> jobs, TimeSpan grace, CancellationToken cancellationToken)
    {
        ShellCommand command = ShellCommand.Repeatable(JobScripts.Kill(layout, jobs, grace)) with { Timeout = grace + TimeSpan.FromMinutes(2) };
        CommandResult result = await channel.RunAsync(command, cancellationToken).ConfigureAwait(false);
        string[] stopped = result.Require(channel.Destination, $"stopping {jobs.Count} job(s)").OutputLines();
        HashSet<string> gone = [.. stopped.Where(line => line.EndsWith(" stopped", StringComparison.Ordinal)).Select(line => line[..^" stopped".Length])];
        return jobs.Distinct().ToDictionary(job => job, gone.Contains);
    }

    /// <summary>Removes the folders of jobs that are over.</summary>
    public async Task RemoveAsync(IReadOnlyList<string> jobs, CancellationToken cancellationToken)
    {
        CommandResult result = await channel.RunAsync(ShellCommand.Repeatable(JobScripts.Remove(layout, jobs)), cancellationToken).ConfigureAwait(false);
        result.Require(channel.Destination, $"removing {jobs.Count} job folder(s)");
    }

    private async Task WriteAsync(Stream stream, IReadOnlyList<DetachedJob> jobs, CancellationToken cancellationToken)
    {
        IEnumerable<ArchiveFile> files = jobs.SelectMany(job => job.Files.Select(file => file with { Name = $"{job.Name}/{file.Name}" }).Append(RunFile(job)));
        var zip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        await using (zip.ConfigureAwait(false))
        {
            await FileArchive.WriteAsync(zip, files, cancellationToken).ConfigureAwait(false);
        }
    }

    private ArchiveFile RunFile(DetachedJob job) =>
        ArchiveFile.FromBytes($"{job.Name}/{JobFiles.Run}", Encoding.UTF8.GetBytes(JobScripts.Run(layout.Job(job.Name), job.Program).ToString()));
}
