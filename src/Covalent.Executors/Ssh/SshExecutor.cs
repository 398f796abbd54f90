using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;
using Covalent.Executors.Ssh;

namespace Covalent.Executors;

public sealed partial class SshExecutor
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(20);

    /// <inheritdoc />
    protected internal override int SubmitBatch => 128;

    /// <inheritdoc />
    protected internal override int Parallelism => 64;

    /// <summary>The far side tells when a job ends, and may have told before the job was known here.</summary>
    protected internal override TimeSpan FirstPoll => TimeSpan.FromMilliseconds(5);

    /// <inheritdoc />
    protected internal override bool CleansUp => DoCleanup;

    private SshPool Pool => FarSide(host => new SshPool(this, host, Logger, PollSoon));

    /// <inheritdoc />
    protected internal override Task<IReadOnlyList<JobSubmission>> SubmitAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return new SshSubmitter(this, Pool, Clock, Logger).SubmitAsync(tasks, cancellationToken);
    }

    /// <inheritdoc />
    protected internal override async Task<IReadOnlyList<JsonNode?>> FindAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var found = new Dictionary<RemoteTask, JsonNode>();
        await FindEachAsync(tasks, (task, handle) =>
        {
            found[task] = handle;
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return [.. tasks.Select(task => found.GetValueOrDefault(task))];
    }

    internal override Task FindEachAsync(IReadOnlyList<RemoteTask> tasks, Func<RemoteTask, JsonNode, Task> found, CancellationToken cancellationToken) =>
        new SshFinder(Pool, Clock, TimeSpan.FromSeconds(HostPatience), Logger).FindAsync(tasks, found, cancellationToken);

    /// <inheritdoc />
    protected internal override async Task<IReadOnlyList<JobStatus>> PollAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        SshJobHandle[] handles = [.. jobs.Select(job => SshJobHandle.Parse(job.Handle))];
        Pool.Progress.Expect(handles.Zip(jobs, (handle, job) => (handle.Job.Name, job.Task)));
        var asked = handles.GroupBy(handle => handle.Host).Select(group => (Host: Pool.Find(group.Key), Jobs: group.Select(handle => handle.Job).ToList())).ToList();
        var answers = await Task.WhenAll(asked.Select(ask => ask.Host.PollAsync(ask.Jobs, AnswerWithin, TimeSpan.FromSeconds(HostPatience), cancellationToken))).ConfigureAwait(false);
        var byHost = asked.Zip(answers).ToDictionary(pair => pair.First.Host.Name, pair => pair.Second);
        foreach ((SshHost host, List<JobName> named) in asked)
        {
            ListenTo(host, named);
        }

        await LiveOutput.PassOnAsync(jobs.Zip(handles).Where(pair => Pool.Find(pair.Second.Host).IsFresh && byHost[pair.Second.Host][pair.Second.Job.Name].Stage == JobStage.Running)
            .Select(pair => (pair.First.Task, Pool.Find(pair.Second.Host).Remote.KnownSite, pair.Second.Job.Name)), cancellationToken).ConfigureAwait(false);
        return [.. handles.Select(handle => SshJobStages.StatusOf(byHost[handle.Host][handle.Job.Name], handle.Host))];
    }

    /// <inheritdoc />
    protected internal override async Task<JobResult> ReceiveAsync(RemoteJob job, JobStatus status, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        // What has ended waits on the far side for as long as it takes to reach it.
        var handle = SshJobHandle.Parse(job.Handle);
        JobResult result = await PatientlyAsync(() => ReceiveOnceAsync(handle, cancellationToken), cancellationToken).ConfigureAwait(false);
        Pool.Find(handle.Host).Release(handle.Job.Name);
        Pool.Progress.Forget(handle.Job.Name);
        return result;
    }

    private async Task<JobResult> ReceiveOnceAsync(SshJobHandle handle, CancellationToken cancellationToken)
    {
        SshHost host = Pool.Find(handle.Host);
        if (host.TakeOutcome(handle.Job.Name) is { } told)
        {
            return new JobResult { Outcome = told };
        }

        RemoteSite site = await host.Remote.SiteAsync(cancellationToken).ConfigureAwait(false);
        if (await site.FetchAsync($"{handle.Job.Name}/{JobFiles.Outcome}", cancellationToken).ConfigureAwait(false) is { } outcome)
        {
            return new JobResult { Outcome = outcome };
        }

        JobRemains remains = await site.RemainsAsync(handle.Job, cancellationToken).ConfigureAwait(false);
        string last = string.Join(" | ", new[] { await DiskRoom.ComplaintAsync(site.Channel, site.Layout.Jobs, cancellationToken).ConfigureAwait(false), remains.LastLines() }.Where(text => text.Length > 0));
        return new JobResult
        {
            Stdout = remains.Stdout,
            Stderr = remains.Stderr,
            Diagnosis = last.Length == 0 ? $"({handle.Host})" : $"({handle.Host}; last words: {last})",
        };
    }

    /// <inheritdoc />
    protected internal override async Task<IReadOnlyList<bool>> CancelAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        SshJobHandle[] handles = [.. jobs.Select(job => SshJobHandle.Parse(job.Handle))];
        // The worker has its own grace; a little more lets it write the outcome before anything is killed.
        TimeSpan grace = TimeSpan.FromSeconds(StopGrace + 3);
        var stopped = new Dictionary<string, bool>();
        foreach (IGrouping<string, SshJobHandle> group in handles.GroupBy(handle => handle.Host))
        {
            SshHost host = Pool.Find(group.Key);
            RemoteSite site = await host.Remote.SiteAsync(cancellationToken).ConfigureAwait(false);
            foreach ((string job, bool isStopped) in await site.Jobs.KillAsync([.. group.Select(handle => handle.Job)], grace, cancellationToken).ConfigureAwait(false))
            {
                stopped[job] = isStopped;
            }

            host.AskNext();
        }

        PollSoon();
        return [.. handles.Select(handle => stopped.GetValueOrDefault(handle.Job.Name))];
    }

    /// <inheritdoc />
    protected internal override async Task CleanupAsync(RemoteJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        var handle = SshJobHandle.Parse(job.Handle);
        SshHost host = Pool.Find(handle.Host);
        host.Release(handle.Job.Name);
        Pool.Progress.Forget(handle.Job.Name);
        RemoteSite site = await host.Remote.SiteAsync(cancellationToken).ConfigureAwait(false);
        await site.RemoveAsync(handle.Job, cancellationToken).ConfigureAwait(false);
    }

    private void ListenTo(SshHost host, List<JobName> jobs)
    {
        if (host.Remote.KnownSite is { } site)
        {
            foreach (string queue in jobs.Select(job => job.Queue).Where(queue => queue.Length > 0).Distinct())
            {
                Pool.Follow(host, site, queue);
            }
        }
    }
}
