using Microsoft.Extensions.Logging;

namespace Covalent.Core.Execution;

/// <summary>Drives executors derived from <see cref="RemoteExecutor"/>: submits in batches, saves handles, polls all jobs in one call, fetches what
/// they left. Jobs live on when this driver is disposed of, and the next one takes them over.</summary>
internal sealed partial class RemoteDriver : IExecutorDriver
{
    private static readonly TimeSpan ClosingGrace = TimeSpan.FromSeconds(30);

    private readonly RemoteExecutor _executor;
    private readonly ExecutorHost _host;
    private readonly ILogger _logger;
    private readonly RemoteRetry _retry;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private readonly List<RemoteAttempt> _attempts = [];
    private readonly BatchQueue<RemoteAttempt> _submissions;
    private readonly BatchQueue<RemoteAttempt> _cancellations;
    private readonly BackgroundCalls _receiving;
    private readonly BackgroundCalls _leaving;
    private readonly PollPace _pace;
    private readonly Task _polling;
    private int _isClosed;

    public RemoteDriver(RemoteExecutor executor, ExecutorHost host)
    {
        _executor = executor;
        _host = host;
        _logger = executor.Journal;
        _retry = new RemoteRetry(host.Clock, _logger, executor.ShortName);
        _submissions = new BatchQueue<RemoteAttempt>(executor.SubmitBatch, executor.Parallelism, SubmitAsync);
        _cancellations = new BatchQueue<RemoteAttempt>(int.MaxValue, 1, CancelAsync);
        _receiving = new BackgroundCalls(executor.Parallelism);
        _leaving = new BackgroundCalls(executor.Parallelism);
        _pace = new PollPace(host.Clock, executor.FirstPoll, TimeSpan.FromSeconds(Math.Max(0, executor.PollFreq)));
        _polling = Task.Run(PollUntilClosedAsync);
    }

    public int ConcurrencyLimit => _executor.ConcurrencyCap ?? _executor.DefaultConcurrency;

    public bool ReportsStart => true;

    public bool SurvivesRestart => true;

    private long Now => _host.Clock.GetUtcNow().UtcTicks;

    public void Start(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events)
    {
        foreach (var attempt in attempts)
        {
            _submissions.Add(Register(attempt, events));
        }
    }

    public void Reattach(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events)
    {
        foreach (var attempt in attempts)
        {
            var remote = Register(attempt, events);
            remote.MayExist = true;
            _submissions.Add(remote);
        }
    }

    public async ValueTask<bool> StopAsync(TaskAttempt attempt, StopReason reason, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (attempt.DriverState is not RemoteAttempt remote)
        {
            return false;
        }

        remote.RequestStop(reason);
        try
        {
            await remote.Accepted.WaitAsync(grace + _executor.StopPatience, _host.Clock, cancellationToken).ConfigureAwait(false);
            if (!remote.IsFinished)
            {
                _cancellations.Add(remote);
            }

            // The grace belongs to the task; the back end needs time of its own to pass the request on and to tell the end.
            await remote.Ended.WaitAsync(grace + _executor.StopPatience, _host.Clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return remote.Ended.IsCompleted;
        }
    }

    /// <summary>The live job of a task; null when there is none.</summary>
    public RemoteJob? Find(TaskMetadata task)
    {
        lock (_lock)
        {
            return _attempts.Find(attempt => attempt.Task.Metadata.DispatchId == task.DispatchId && attempt.Task.Metadata.NodeId == task.NodeId)?.Job;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await _polling.ConfigureAwait(false);
        try
        {
            // A submission under way must still save its handle, and what has ended must still be tidied up.
            await CloseCallsAsync().WaitAsync(ClosingGrace, _host.Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            ExecutorLog.ClosedWithCallsUnderWay(_logger, _executor.ShortName);
        }

        foreach (var attempt in Snapshot())
        {
            // The job lives on; whoever reads this knows that it was this driver that stopped.
            attempt.Finish(new TaskOutcome { Status = Status.Cancelled, StopConfirmed = false });
        }

        await LifecycleDriver.DisposeOf(_executor).ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task CloseCallsAsync()
    {
        await Task.WhenAll(_submissions.CloseAsync(), _cancellations.CloseAsync(), _receiving.CloseAsync()).ConfigureAwait(false);
        await _leaving.CloseAsync().ConfigureAwait(false);
    }

    private RemoteAttempt Register(TaskAttempt attempt, IAttemptEvents events)
    {
        var remote = new RemoteAttempt(new RemoteTask(attempt, events, _host), events);
        attempt.DriverState = remote;
        lock (_lock)
        {
            _attempts.Add(remote);
        }

        return remote;
    }

    private RemoteAttempt[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _attempts];
        }
    }

    private async Task CancelAsync(IReadOnlyList<RemoteAttempt> attempts)
    {
        RemoteAttempt[] live = [.. attempts.Where(attempt => attempt.Job is not null)];
        if (live.Length == 0)
        {
            return;
        }

        try
        {
            await _retry.RunAsync("cancelling", _ => _executor.CancelAsync([.. live.Select(attempt => attempt.Job!)], _closing.Token), _closing.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException) // The border to the author's executor: a failing cancel is "not stopped".
        {
            foreach (var attempt in live)
            {
                ExecutorLog.CancelFailed(_logger, _executor.ShortName, attempt.Task.Metadata.DispatchId, attempt.Task.Metadata.NodeId, e);
            }
        }
        catch (OperationCanceledException)
        {
            // Closing: the next driver hears of the request through its engine.
        }

        PollSoon();
    }

    /// <summary>Ends an attempt, then tidies up behind it.</summary>
    private async Task EndAsync(RemoteAttempt attempt, TaskOutcome outcome)
    {
        lock (_lock)
        {
            _attempts.Remove(attempt);
        }

        var folder = attempt.Task.Metadata.ResultsDir;
        try
        {
            await OutputLog.AppendAsync(_executor, folder, outcome, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ExecutorLog.OutputLogFailed(_logger, _executor.ShortName, attempt.Task.Metadata.DispatchId, attempt.Task.Metadata.NodeId, e);
        }

        attempt.Finish(outcome);
        if (attempt.IsSetUp || attempt.Job is not null)
        {
            _leaving.Start(() => LeaveAsync(attempt));
        }
    }

    private async Task LeaveAsync(RemoteAttempt attempt)
    {
        try
        {
            if (attempt.Job is { } job && _executor.CleansUp)
            {
                await _executor.CleanupAsync(job, CancellationToken.None).ConfigureAwait(false);
            }

            if (attempt.IsSetUp)
            {
                await _executor.TeardownAsync(attempt.Task.Metadata, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) // The border to the author's executor: what is left behind must not change how the task ended.
        {
            ExecutorLog.TeardownFailed(_logger, _executor.ShortName, attempt.Task.Metadata.DispatchId, attempt.Task.Metadata.NodeId, e);
        }
    }
}
