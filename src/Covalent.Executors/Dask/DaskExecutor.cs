using System.Text.Json.Nodes;
using Covalent.Executors.Dask;

namespace Covalent.Executors;

public sealed partial class DaskExecutor
{
    /// <inheritdoc />
    protected internal override int SubmitBatch => 256;

    /// <inheritdoc />
    protected internal override int Parallelism => 64;

    /// <summary>The bridge tells when a job ends; polls only find out that there is no bridge.</summary>
    protected internal override TimeSpan FirstPoll => TimeSpan.FromSeconds(1);

    private DaskCluster Cluster => FarSide(host => new DaskCluster(this, host, Logger, PollSoon));

    /// <inheritdoc />
    protected internal override Task<IReadOnlyList<JobSubmission>> SubmitAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return Cluster.SubmitAsync(tasks, cancellationToken);
    }

    /// <inheritdoc />
    protected internal override Task<IReadOnlyList<JsonNode?>> FindAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return Cluster.FindAsync(tasks, cancellationToken);
    }

    /// <inheritdoc />
    protected internal override Task<IReadOnlyList<JobStatus>> PollAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        return Cluster.PollAsync(jobs, cancellationToken);
    }

    /// <inheritdoc />
    protected internal override Task<JobResult> ReceiveAsync(RemoteJob job, JobStatus status, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Task.FromResult(Cluster.Receive(job));
    }

    /// <inheritdoc />
    protected internal override async Task<IReadOnlyList<bool>> CancelAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        await Cluster.CancelAsync(jobs, cancellationToken).ConfigureAwait(false);
        PollSoon();
        return [.. jobs.Select(_ => true)];
    }

    /// <inheritdoc />
    protected internal override Task CleanupAsync(RemoteJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Cluster.ReleaseAsync(job, cancellationToken);
    }
}
