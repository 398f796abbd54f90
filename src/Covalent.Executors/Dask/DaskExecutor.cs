using System.Text.Json.Nodes;
using Covalent.Executors.Dask;

namespace Covalent.Executors;

public sealed partial class DaskExecutor : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private DaskCluster? _cluster;

    /// <inheritdoc />
    protected internal override int DefaultConcurrency => 1000;

    /// <inheritdoc />
    protected internal override int SubmitBatch => 256;

    /// <inheritdoc />
    protected internal override int Parallelism => 64;

    /// <summary>The bridge tells when a job ends; polls only find out that there is no bridge.</summary>
    protected internal override TimeSpan FirstPoll => TimeSpan.FromSeconds(1);

    private DaskCluster Cluster
    {
        get
        {
            lock (_lock)
            {
                return _cluster ??= Open();
            }
        }
    }

    /// <summary>Closes the connection. Jobs go on without it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync().ConfigureAwait(false);
        }
    }

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

    private DaskCluster Open()
    {
        string[] problems = [.. Problems()];
        if (problems.Length > 0)
        {
            throw new ExecutorException($"Executor 'dask' cannot be used: {string.Join(" ", problems)}");
        }

        return new DaskCluster(this, Host ?? throw new InvalidOperationException("The executor is not attached to a dispatcher."), Logger, PollSoon);
    }
}
