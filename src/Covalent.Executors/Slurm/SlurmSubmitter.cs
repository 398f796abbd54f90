using System.Text;
using Covalent.Core.Execution;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Slurm;

/// <summary>Sends tasks' files to the login node and hands them to <c>sbatch</c>: one round trip for a batch.</summary>
internal sealed class SlurmSubmitter(SlurmExecutor settings, SlurmCluster cluster)
{
    private static readonly TimeSpan LongestTransfer = TimeSpan.FromHours(6);

    public async Task<IReadOnlyList<JobSubmission>> SubmitAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(tasks, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelException e) when (e.NothingRan)
        {
            // All attempts to connect were made, and nothing can be there that would have to be looked for.
            return [.. tasks.Select(_ => JobSubmission.Refused(e))];
        }
    }

    private async Task<IReadOnlyList<JobSubmission>> SendAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        RemoteSite site = await cluster.SiteAsync(cancellationToken).ConfigureAwait(false);
        var answers = new Dictionary<RemoteTask, JobSubmission>();
        ExecutorException? unknown = null;
        foreach (IGrouping<string, RemoteTask> group in tasks.GroupBy(task => task.Attempt.Dispatch.BundleId ?? ""))
        {
            TaskBundle bundle = await group.First().GetBundleAsync(cancellationToken).ConfigureAwait(false);
            PlacedWorker worker = await cluster.Runtime.PlaceAsync(site, bundle, cancellationToken).ConfigureAwait(false);
            foreach (SlurmBatch batch in SlurmBatch.Of(settings, [.. group]))
            {
                try
                {
                    await SubmitBatchAsync(site, worker, batch, answers, cancellationToken).ConfigureAwait(false);
                }
                catch (ChannelException e) when (e.IsAboutTheLink)
                {
                    // The rest of the call would meet the same link.
                    unknown = e;
                    break;
                }
            }
        }

        // Only when nothing was handed over may the whole call fail: what was must be answered.
        return unknown is not null && answers.Count == 0 ? throw unknown
            : [.. tasks.Select(task => answers.GetValueOrDefault(task) ?? JobSubmission.Refused(unknown!))];
    }

    private async Task SubmitBatchAsync(RemoteSite site, PlacedWorker worker, SlurmBatch batch, Dictionary<RemoteTask, JobSubmission> answers, CancellationToken cancellationToken)
    {
        ShellText sbatch = SlurmCommands.Submit(settings, SubmissionOf(site, batch));
        List<ArchiveFile> files = await FilesAsync(site, worker, batch, cancellationToken).ConfigureAwait(false);
        var command = new ShellCommand(ShellText.Of($$"""
            (
            umask 077
            mkdir -p -- {{site.Layout.Jobs}} {{site.Layout.Queues}} {{WorkDirOf(site, batch)}} && cd -- {{site.Layout.Work}} && gzip -dc | tar -xf -
            ) || exit
            {{SlurmTaskScripts.Submit(settings, site.Layout, batch, sbatch)}}
            """))
        {
            Timeout = LongestTransfer,
            Input = (stream, stop) => FileArchive.WriteCompressedAsync(stream, files, stop),
        };
        cluster.Follow(site);
        cluster.Watch.HandedOver(batch);
        CommandResult result = await site.Channel.RunAsync(command, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            await TakeBackAsync(site, batch, cancellationToken).ConfigureAwait(false);
        }

        Answer(site, batch, result.Require(site.Channel.Destination, $"submitting {batch.Name}").OutputText, answers);
    }

    private async Task TakeBackAsync(RemoteSite site, SlurmBatch batch, CancellationToken cancellationToken)
    {
        foreach (RemoteTask task in batch.Tasks)
        {
            cluster.Watch.Forget(task.JobName);
        }

        try
        {
            await site.Channel.RunAsync(ShellCommand.Repeatable(SlurmTaskScripts.TakeBack(site.Layout, batch)), cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelException)
        {
            // Why it could not be sent matters more.
        }
    }

    private void Answer(RemoteSite site, SlurmBatch batch, string output, Dictionary<RemoteTask, JobSubmission> answers)
    {
        if (output.Split('\n').Contains("under-way"))
        {
            throw new ChannelException(site.Channel.Destination, ChannelFault.LinkLost, $"{site.Channel.Destination}: an earlier submission of {batch.Name} is still under way. It is looked for.");
        }

        string answer = output.Split('\n').LastOrDefault(line => line.StartsWith("submitted ", StringComparison.Ordinal) || line.StartsWith("refused ", StringComparison.Ordinal)) ?? "";
        string? id = answer.StartsWith("submitted ", StringComparison.Ordinal) ? SlurmOutput.JobId(answer["submitted ".Length..]) : null;
        for (int element = 0; element < batch.Elements.Count; element++)
        {
            foreach (RemoteTask task in batch.Elements[element])
            {
                if (id is null)
                {
                    cluster.Watch.Forget(task.JobName);
                }

                answers[task] = id is not null
                    ? JobSubmission.Accepted(batch.HandleOf(id, element, task).ToJson())
                    : JobSubmission.Refused(Refusal(site, answer));
            }
        }
    }

    private ExecutorException Refusal(RemoteSite site, string answer) => answer.StartsWith("refused ", StringComparison.Ordinal)
        ? SlurmErrors.Refused(site.Channel.Destination, answer.Split(' ', 3).ElementAtOrDefault(2) ?? "", string.Join(' ', SlurmOptionSyntax.WriteAll(settings.Options)))
        : new ExecutorException($"{site.Channel.Destination}: the answer of sbatch has no job id ('{answer}'). Check that slurm_path leads to Slurm's own sbatch.", isTransient: true);

    private SlurmSubmission SubmissionOf(RemoteSite site, SlurmBatch batch)
    {
        string folder = site.Layout.Job(batch.Name);
        // A percent sign in the folder's own name is not one of Slurm's patterns.
        string logs = folder.Replace("%", "%%", StringComparison.Ordinal) + (batch.IsArray ? "/slurm-%a" : "/slurm-0");
        TimeSpan? limit = batch.TimeLimit is { } longest ? longest + TimeSpan.FromSeconds(settings.StopGrace) : null;
        return new SlurmSubmission(batch.Name, $"{folder}/job.sh", $"{logs}.out", $"{logs}.err", WorkDirOf(site, batch), batch.IsArray ? batch.Elements.Count : 0, limit);
    }

    private async Task<List<ArchiveFile>> FilesAsync(RemoteSite site, PlacedWorker worker, SlurmBatch batch, CancellationToken cancellationToken)
    {
        string folder = site.Layout.Job(batch.Name);
        string script = SlurmScript.Write(settings, ShellText.Of($"sh {$"{folder}/{SlurmTaskScripts.Program}"}"), ShellText.Word(folder), ShellText.Of($"{folder}/exit\"${{SLURM_ARRAY_TASK_ID:-0}}\""));
        List<ArchiveFile> files =
        [
            Text($"jobs/{batch.Name}/job.sh", script),
            Text($"jobs/{batch.Name}/{SlurmTaskScripts.Program}", SlurmTaskScripts.OnTheNode(settings, site.Layout, batch, worker, WorkDirOf(site, batch)).ToString()),
            Text($"jobs/{batch.Name}/{SlurmTaskScripts.AtTheEnd}", SlurmTaskScripts.EndOnTheNode(site.Layout, batch).ToString()),
        ];
        if (batch.IsPacked)
        {
            files.Add(Text($"jobs/{batch.Name}/lead.sh", QueueScripts.Leader(site.Layout, batch.Name, default, worker.Command, TimeSpan.Zero, TimeSpan.FromSeconds(settings.StopGrace), leadsGroup: false, site.Layout.News).ToString()));
        }

        for (int element = 0; element < batch.Elements.Count; element++)
        {
            files.Add(Text($"jobs/{batch.Name}/e{element}", string.Concat(batch.Elements[element].Select(task => task.JobName + "\n"))));
            foreach (RemoteTask task in batch.Elements[element])
            {
                await AddTaskAsync(files, site, batch, element, task, cancellationToken).ConfigureAwait(false);
            }
        }

        return files;
    }

    private async Task AddTaskAsync(List<ArchiveFile> files, RemoteSite site, SlurmBatch batch, int element, RemoteTask task, CancellationToken cancellationToken)
    {
        ArchiveFile package = await PackageFile.OfAsync(task, settings.CacheDir, cancellationToken).ConfigureAwait(false);
        files.Add(package with { Name = $"jobs/{task.JobName}/{package.Name}" });
        files.Add(Text($"jobs/{task.JobName}/{JobFiles.WorkDir}", site.WorkDirOf(settings.OwnFolderOf(task))));
        files.Add(Text($"jobs/{task.JobName}/slurm", $"{batch.Name} {element} {(batch.IsPacked ? 1 : 0)}{(batch.IsArray ? "a" : "")}\n"));
        if (batch.IsPacked)
        {
            files.Add(Text($"queues/{batch.QueueOf(element)}/new/{task.JobName}", ""));
        }

        if (task.JobName != batch.Name)
        {
            files.Add(Text($"jobs/{batch.Name}/tasks/{task.JobName}", ""));
        }
    }

    private string WorkDirOf(RemoteSite site, SlurmBatch batch) => batch.Elements is [[var only]] ? site.WorkDirOf(settings.OwnFolderOf(only)) : site.WorkDir;

    private static ArchiveFile Text(string name, string text) => ArchiveFile.FromBytes(name, Encoding.UTF8.GetBytes(text));
}
