using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;

namespace Covalent.Core.Tests.Execution;

/// <summary>A back end in memory: jobs are what the test says they are.</summary>
internal sealed class FakeRemote : RemoteExecutor
{
    public override string ShortName => "fake-remote";

    public ConcurrentDictionary<string, JobStatus> Jobs { get; } = new();

    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Beats at every call.</summary>
    public Pulse? Pulse { get; set; }

    public Func<IReadOnlyList<RemoteTask>, IReadOnlyList<JobSubmission>>? OnSubmit { get; set; }

    public Func<IReadOnlyList<RemoteJob>, IReadOnlyList<JobStatus>>? OnPoll { get; set; }

    public Func<RemoteJob, JobStatus, JobResult>? OnReceive { get; set; }

    public Func<IReadOnlyList<RemoteJob>, IReadOnlyList<bool>>? OnCancel { get; set; }

    public int Batch { get; init; } = 100;

    public int Patience { get; init; } = 3;

    public bool Cleans { get; init; } = true;

    protected internal override int SubmitBatch => Batch;

    protected internal override int UnknownPatience => Patience;

    protected internal override bool CleansUp => Cleans;

    public static ReadOnlyMemory<byte> Outcome(RemoteJob job, TaskOutcome outcome)
    {
        var attempt = job.Task.Attempt;
        return OutcomeCodec.Write(outcome, new OutcomeOrigin(attempt.Dispatch.DispatchId, attempt.NodeId, attempt.Number)).SelectMany(part => part.ToArray()).ToArray();
    }

    public override Task SetupAsync(TaskMetadata task, CancellationToken cancellationToken = default) => Note($"setup {task.NodeId}");

    public override Task TeardownAsync(TaskMetadata task, CancellationToken cancellationToken = default) => Note($"teardown {task.NodeId}");

    protected internal override Task<IReadOnlyList<JobSubmission>> SubmitAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        _ = Note($"submit {string.Join(',', tasks.Select(task => task.Metadata.NodeId))}");
        return Task.FromResult(OnSubmit?.Invoke(tasks) ?? Accept(tasks));
    }

    public IReadOnlyList<JobSubmission> Accept(IReadOnlyList<RemoteTask> tasks) =>
    [
        .. tasks.Select(task =>
        {
            Jobs[task.JobName] = JobStatus.Queued;
            return JobSubmission.Accepted(new JsonObject { ["name"] = task.JobName });
        }),
    ];

    protected internal override Task<IReadOnlyList<JsonNode?>> FindAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        _ = Note($"find {string.Join(',', tasks.Select(task => task.Metadata.NodeId))}");
        return Task.FromResult<IReadOnlyList<JsonNode?>>([.. tasks.Select(task => Jobs.ContainsKey(task.JobName) ? new JsonObject { ["name"] = task.JobName } : null)]);
    }

    protected internal override Task<IReadOnlyList<JobStatus>> PollAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        _ = Note($"poll {string.Join(',', jobs.Select(job => job.Task.Metadata.NodeId).Order())}");
        return Task.FromResult(OnPoll?.Invoke(jobs) ?? [.. jobs.Select(job => Jobs.GetValueOrDefault(NameOf(job), JobStatus.Unknown))]);
    }

    protected internal override Task<JobResult> ReceiveAsync(RemoteJob job, JobStatus status, CancellationToken cancellationToken)
    {
        _ = Note($"receive {job.Task.Metadata.NodeId} {status.State} {status.Reason}".TrimEnd());
        return Task.FromResult(OnReceive?.Invoke(job, status) ?? new JobResult { Outcome = Outcome(job, new TaskOutcome { Status = Status.Completed }) });
    }

    protected internal override Task<IReadOnlyList<bool>> CancelAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        _ = Note($"cancel {string.Join(',', jobs.Select(job => job.Task.Metadata.NodeId).Order())}");
        return Task.FromResult(OnCancel?.Invoke(jobs) ?? [.. jobs.Select(_ => true)]);
    }

    protected internal override Task CleanupAsync(RemoteJob job, CancellationToken cancellationToken) => Note($"cleanup {job.Task.Metadata.NodeId}");

    private static string NameOf(RemoteJob job) => (string)job.Handle["name"]!;

    private Task Note(string call)
    {
        Calls.Enqueue(call);
        Pulse?.Beat();
        return Task.CompletedTask;
    }
}
