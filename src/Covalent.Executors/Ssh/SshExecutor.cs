using System.Text.Json.Nodes;

namespace Covalent.Executors;

public sealed partial class SshExecutor
{
    /// <inheritdoc />
    protected internal override Task<IReadOnlyList<JobSubmission>> SubmitAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc />
    protected internal override Task<IReadOnlyList<JsonNode?>> FindAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc />
    protected internal override Task<IReadOnlyList<JobStatus>> PollAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc />
    protected internal override Task<JobResult> ReceiveAsync(RemoteJob job, JobStatus status, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc />
    protected internal override Task<IReadOnlyList<bool>> CancelAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken) => throw new NotSupportedException();
}
