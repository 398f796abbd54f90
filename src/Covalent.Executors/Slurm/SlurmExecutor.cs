using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;
using Covalent.Executors.Slurm;

namespace Covalent.Executors;

public sealed partial class SlurmExecutor
{
    /// <inheritdoc />
    protected internal override int SubmitBatch => 512;

    /// <inheritdoc />
    protected internal override int Parallelism => 32;

    /// <inheritdoc />
    protected internal override TimeSpan FirstPoll => TimeSpan.FromMilliseconds(50);

    /// <inheritdoc />
    protected internal override bool CleansUp => Cleanup;

    private SlurmCluster Cluster => FarSide(host => new SlurmCluster(this, host, Logger, PollSoon));

    /// <inheritdoc />
    protected internal override Task<IReadOnlyList<JobSubmission>> SubmitAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return new SlurmSubmitter(this, Cluster).SubmitAsync(tasks, cancellationToken);
    }

    /// <inheritdoc />
    protected internal override async Task<IReadOnlyList<JsonNode?>> FindAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return await PatientlyAsync(() => new SlurmFinder(Cluster, Clock).FindAsync([.. tasks.Select(task => task.JobName)], cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected internal override async Task<IReadOnlyList<JobStatus>> PollAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        SlurmJobHandle[] handles = [.. jobs.Select(job => SlurmJobHandle.Parse(job.Handle))];
        Cluster.Progress.Expect(handles.Zip(jobs, (handle, job) => (handle.Task, job.Task)));
        IReadOnlyList<JobStatus> statuses = await new SlurmPoller(Cluster).PollAsync(handles, cancellationToken).ConfigureAwait(false);
        if (!Cluster.Watch.IsFresh)
        {
            return statuses;
        }

        RemoteSite? site = await Cluster.SiteAsync(cancellationToken).ConfigureAwait(false);
        IEnumerable<int> running = Enumerable.Range(0, jobs.Count).Where(i => statuses[i].State == JobState.Running);
        await LiveOutput.PassOnAsync(running.Select(i => (jobs[i].Task, site, handles[i].Task))!, cancellationToken).ConfigureAwait(false);
        return statuses;
    }

    /// <inheritdoc />
    protected internal override async Task<JobResult> ReceiveAsync(RemoteJob job, JobStatus status, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        var handle = SlurmJobHandle.Parse(job.Handle);
        JobResult result = Cluster.Watch.OutcomeOf(handle.Task) is { } told
            ? new JobResult { Outcome = told }
            : await PatientlyAsync(() => ReceiveOnceAsync(handle, status, cancellationToken), cancellationToken).ConfigureAwait(false);
        Cluster.Watch.Forget(handle.Task);
        Cluster.Progress.Forget(handle.Task);
        return result;
    }

    private async Task<JobResult> ReceiveOnceAsync(SlurmJobHandle handle, JobStatus status, CancellationToken cancellationToken)
    {
        RemoteSite site = await Cluster.SiteAsync(cancellationToken).ConfigureAwait(false);
        if (await new SlurmOutcome(site, Clock).ReadAsync(handle.Task, status.IsOutcomeDue, cancellationToken).ConfigureAwait(false) is { } outcome)
        {
            return new JobResult { Outcome = outcome };
        }

        return await SlurmDiagnosis.ReadAsync(site, handle, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected internal override async Task<IReadOnlyList<bool>> CancelAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        SlurmJobHandle[] handles = [.. jobs.Select(job => SlurmJobHandle.Parse(job.Handle))];
        RemoteSite site = await Cluster.SiteAsync(cancellationToken).ConfigureAwait(false);
        string[] whole = [.. handles.Where(handle => !handle.IsPacked).Select(handle => handle.Id)];
        ShellText packed = SlurmTaskScripts.CancelPacked(site.Layout, handles.Where(handle => handle.IsPacked));
        await Cluster.AskAsync(ShellText.Lines(packed, SlurmCommands.Cancel(whole)), $"cancelling {handles.Length} job(s)", cancellationToken).ConfigureAwait(false);
        Cluster.Watch.AskNext();
        PollSoon();
        return [.. handles.Select(_ => true)];
    }

    /// <inheritdoc />
    protected internal override Task CleanupAsync(RemoteJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        var handle = SlurmJobHandle.Parse(job.Handle);
        Cluster.Progress.Forget(handle.Task);
        return Cluster.RemoveAsync(handle, cancellationToken);
    }
}
