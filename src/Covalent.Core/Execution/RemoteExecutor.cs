using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;

namespace Covalent;

/// <summary>Base of executors whose jobs live outside this process: submit → save the handle → poll in batches → receive → clean up.
/// That order is what lets a restarted dispatcher take its running jobs over.</summary>
/// <remarks>
/// One instance serves all tasks with equal settings, from the first to the end of the dispatcher, and may hold connections; implement
/// <see cref="IAsyncDisposable"/> to close them. All methods may be called at the same time, except that there is never more than one
/// <see cref="PollAsync"/>. They throw <see cref="ExecutorException"/>; a transient one is tried again with growing pauses.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The driver owns the executor, not the other way round.")]
public abstract class RemoteExecutor : AsyncBaseExecutor
{
    private RemoteDriver? _driver;

    /// <summary>Seconds between two status reads. Default: 15.</summary>
    public double PollFreq { get; set; } = 15;

    /// <summary>Folder on the far side for bundles, packages and outcomes; relative to the remote home. Default: <c>.cache/covalent</c>.</summary>
    public string RemoteCache { get; set; } = ".cache/covalent";

    /// <summary>File that holds the back end's credentials. Default: "" (the back end's own default place). The file's contents never travel.</summary>
    public string CredentialsFile { get; set; } = "";

    /// <summary>Most tasks that one <see cref="SubmitAsync"/> call receives. Default: 1; raise it where one round trip can carry many.</summary>
    protected internal virtual int SubmitBatch => 1;

    /// <summary><see cref="SubmitAsync"/> and <see cref="ReceiveAsync"/> calls at the same time, each. Default: 4.</summary>
    protected internal virtual int Parallelism => 4;

    /// <summary>Pause before the first poll after a job was accepted; the pauses then grow by a quarter each, up to <see cref="PollFreq"/>. Default:
    /// <see cref="PollFreq"/> itself; make it short where a poll is cheap, so that short jobs are noticed soon.</summary>
    protected internal virtual TimeSpan FirstPoll => TimeSpan.FromSeconds(Math.Max(0, PollFreq));

    /// <summary>Polls in a row that may answer <see cref="JobState.Unknown"/> before a job is reported as lost; they are spread over at least 3 seconds, or as
    /// many pauses of <see cref="PollFreq"/> where those are shorter. Default: 5.</summary>
    protected internal virtual int UnknownPatience => 5;

    /// <summary>How long the back end may take to report the end of a job it was asked to stop, beyond the task's own grace period. After that
    /// the stop counts as unconfirmed. Default: 30 seconds.</summary>
    protected internal virtual TimeSpan StopPatience => TimeSpan.FromSeconds(30);

    /// <summary>Whether <see cref="CleanupAsync"/> is called. Default: true; connect it to the executor's own option.</summary>
    protected internal virtual bool CleansUp => true;

    /// <summary>Hands tasks over and returns once the back end has accepted or refused each; answers in the order of <paramref name="tasks"/>.</summary>
    /// <exception cref="ExecutorException">Nothing is known about any of the tasks. When transient, they are looked for by
    /// <see cref="FindAsync"/> before they are submitted again.</exception>
    protected internal abstract Task<IReadOnlyList<JobSubmission>> SubmitAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken);

    /// <summary>Looks for jobs by <see cref="RemoteTask.JobName"/>: tasks whose submission may or may not have arrived. Answers in the order of
    /// <paramref name="tasks"/>; null means that the back end surely has no such job, running or over, so that it may be submitted again.</summary>
    protected internal abstract Task<IReadOnlyList<JsonNode?>> FindAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken);

    /// <summary>The same, for executors whose back end is several machines: tells each job as soon as it is found, and returns when the others surely are nowhere.</summary>
    internal virtual async Task FindEachAsync(IReadOnlyList<RemoteTask> tasks, Func<RemoteTask, JsonNode, Task> found, CancellationToken cancellationToken)
    {
        var handles = await FindAsync(tasks, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < tasks.Count; i++)
        {
            if (handles[i] is { } handle)
            {
                await found(tasks[i], handle).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads the state of all jobs in as few round trips as possible; answers in the order of <paramref name="jobs"/>.</summary>
    protected internal abstract Task<IReadOnlyList<JobStatus>> PollAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken);

    /// <summary>Brings back what the job left. Called for jobs that have ended, and for unknown ones before they are given up.</summary>
    /// <param name="job">The job.</param>
    /// <param name="status">The last answer about it.</param>
    /// <param name="cancellationToken">Stops the transfer.</param>
    protected internal abstract Task<JobResult> ReceiveAsync(RemoteJob job, JobStatus status, CancellationToken cancellationToken);

    /// <summary>Asks the back end to stop jobs. Safe to repeat and safe after the end; answers whether each request was accepted.</summary>
    protected internal abstract Task<IReadOnlyList<bool>> CancelAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken);

    /// <summary>Removes what the job left on the far side. Called once for every submitted task, whatever became of it, unless
    /// <see cref="CleansUp"/> is false; a failure here is logged and changes nothing.</summary>
    protected internal virtual Task CleanupAsync(RemoteJob job, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs one task with the same steps, without batches; for calls by hand through <c>ExecuteAsync</c>.</summary>
    public sealed override Task<object?> RunAsync(TaskFunction function, TaskMetadata task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        return RemoteRun.ExecuteAsync(this, function, cancellationToken);
    }

    /// <inheritdoc />
    /// <remarks>Asks <see cref="CancelAsync(IReadOnlyList{RemoteJob}, CancellationToken)"/> for the task's live job; false when there is none here.</remarks>
    public sealed override async Task<bool> CancelAsync(TaskMetadata task, JsonNode? jobHandle, CancellationToken cancellationToken = default) =>
        _driver?.Find(task) is { } job && (await CancelAsync([job], cancellationToken).ConfigureAwait(false)) is [true];

    /// <summary>Lets the next poll come at once; for executors that hear from their back end.</summary>
    protected void PollSoon() => _driver?.PollSoon();

    internal override bool NeedsBundle => true;

    internal sealed override IExecutorDriver CreateDriver(ExecutorHost host)
    {
        Attach(host);
        return _driver = new RemoteDriver(this, host);
    }
}
