using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Slurm;

/// <summary>Reads where many jobs stand: their folders, and <c>squeue</c> when it is time, in one round trip; what is over or not listed is asked for once
/// more, in detail.</summary>
internal sealed class SlurmPoller(SlurmCluster cluster)
{
    public async Task<IReadOnlyList<JobStatus>> PollAsync(IReadOnlyList<SlurmJobHandle> handles, CancellationToken cancellationToken)
    {
        if (cluster.Watch.Heard(handles) is { } heard)
        {
            return heard;
        }

        RemoteSite site = await cluster.SiteAsync(cancellationToken).ConfigureAwait(false);
        cluster.Follow(site);
        bool asks = cluster.Watch.IsQuestionDue || handles.Any(handle => !cluster.Watch.Knows(handle.Task));
        (IReadOnlyDictionary<string, SlurmTaskReport> tasks, string queue) = await LookAsync(site, handles, asks, cancellationToken).ConfigureAwait(false);
        if (!asks && handles.Any(handle => NeedsSlurm(tasks.GetValueOrDefault(handle.Task).Stage)))
        {
            asks = true;
            (tasks, queue) = await LookAsync(site, handles, asks, cancellationToken).ConfigureAwait(false);
        }

        JobStatus[] answers = asks
            ? await JudgeAsync(handles, tasks, queue, cancellationToken).ConfigureAwait(false)
            : [.. handles.Select(handle => SlurmVerdict.WithoutSlurm(handle, tasks.GetValueOrDefault(handle.Task), cluster.Watch.LastOf(handle.Task)))];
        return cluster.Watch.Remember(handles, answers, asks);
    }

    /// <summary>The program is over, or the folder is gone, and nothing there says how: only Slurm knows.</summary>
    private static bool NeedsSlurm(SlurmTaskStage stage) => stage is SlurmTaskStage.Over or SlurmTaskStage.Gone or SlurmTaskStage.Stopped;

    private async Task<(IReadOnlyDictionary<string, SlurmTaskReport> Tasks, string Queue)> LookAsync(RemoteSite site, IReadOnlyList<SlurmJobHandle> handles, bool asks, CancellationToken cancellationToken)
    {
        ShellText look = SlurmTaskScripts.Poll(site.Layout, handles);
        string doing = $"reading the state of {handles.Count} job(s)";
        return SlurmTaskReport.Parse(asks
            ? await cluster.AskAsync(ShellText.Lines(look, SlurmCommands.Queue(handles.Select(handle => handle.Id))), doing, cancellationToken).ConfigureAwait(false)
            : await cluster.LookAsync(look, doing, cancellationToken).ConfigureAwait(false));
    }

    private async Task<JobStatus[]> JudgeAsync(IReadOnlyList<SlurmJobHandle> handles, IReadOnlyDictionary<string, SlurmTaskReport> tasks, string queue, CancellationToken cancellationToken)
    {
        Dictionary<string, SlurmJobReport> jobs = ById(SlurmOutput.Queue(queue));
        await AddDetailsAsync(handles, tasks, jobs, cancellationToken).ConfigureAwait(false);
        return [.. handles.Select(handle => SlurmVerdict.Of(handle, tasks.GetValueOrDefault(handle.Task), jobs.GetValueOrDefault(handle.Id), cluster.NamesAreOurs))];
    }

    private async Task AddDetailsAsync(IReadOnlyList<SlurmJobHandle> handles, IReadOnlyDictionary<string, SlurmTaskReport> tasks, Dictionary<string, SlurmJobReport> jobs, CancellationToken cancellationToken)
    {
        string[] open = [.. handles
            .Where(handle => tasks.GetValueOrDefault(handle.Task).Stage is not (SlurmTaskStage.Ended or SlurmTaskStage.Written or SlurmTaskStage.Died or SlurmTaskStage.Cancelled))
            .Select(handle => handle.Id)
            .Where(id => !jobs.TryGetValue(id, out SlurmJobReport? job) || SlurmJobStates.StatusOf(job).State == JobState.Ended)
            .Distinct()];
        if (open.Length == 0)
        {
            return;
        }

        string output = await cluster.AskAsync(SlurmCommands.Details(open), $"asking about {open.Length} job(s) that are over", cancellationToken).ConfigureAwait(false);
        int border = output.IndexOf("accounts\n", StringComparison.Ordinal);
        string controller = border < 0 ? output : output[..border];
        // The controller's word comes last, and so counts; accounting may lag behind.
        IEnumerable<SlurmJobReport> reports = SlurmOutput.Accounts(border < 0 ? "" : output[border..]).Concat(SlurmOutput.Details(controller));
        foreach ((string id, SlurmJobReport report) in ById(reports))
        {
            jobs[id] = report;
        }
    }

    private static Dictionary<string, SlurmJobReport> ById(IEnumerable<SlurmJobReport> reports)
    {
        var byId = new Dictionary<string, SlurmJobReport>();
        foreach (SlurmJobReport report in reports)
        {
            byId[report.Id] = report;
        }

        return byId;
    }
}
