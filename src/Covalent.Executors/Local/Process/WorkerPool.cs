using Covalent.Core.Execution;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Local;

/// <summary>The warm workers of one local executor, and the tasks waiting for them. All decisions are made under one lock; sending and telling
/// the engine happen outside of it.</summary>
internal sealed partial class WorkerPool : IAsyncDisposable
{
    private readonly LocalExecutor _executor;
    private readonly ExecutorHost _host;
    private readonly ILogger _logger;
    private readonly LocalOutputLog _log;
    private readonly WorkerLauncher _launcher;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WaitingTasks> _waiting = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Task> _background = [];
    private readonly ITimer _sharing;
    private readonly ITimer _idling;
    private PooledWorker[] _workers = [];
    private bool _isClosed;

    public WorkerPool(LocalExecutor executor, ExecutorHost host)
    {
        _executor = executor;
        _host = host;
        _logger = host.Loggers.CreateLogger<LocalExecutor>();
        _log = new LocalOutputLog(executor, host);
        _launcher = new WorkerLauncher(executor, host);
        _sharing = host.Clock.CreateTimer(static pool => ((WorkerPool)pool!).Share(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _idling = host.Clock.CreateTimer(static pool => ((WorkerPool)pool!).RetireIdle(), this, IdleCheck, IdleCheck);
    }

    private long Now => _host.Clock.GetTimestamp();

    public void Add(ReadOnlySpan<PoolTask> tasks)
    {
        var news = new PoolNews();
        lock (_lock)
        {
            foreach (var task in tasks)
            {
                Enqueue(task, news);
            }

            Assign(news);
        }

        Conclude(news, mayHelp: false);
    }

    /// <summary>Asks a task to stop, waits, then ends its process.</summary>
    /// <returns>Whether it is known to have stopped.</returns>
    public async ValueTask<bool> StopAsync(PoolTask task, StopReason reason, TimeSpan grace, CancellationToken cancellationToken)
    {
        var news = new PoolNews();
        Task ended;
        lock (_lock)
        {
            ended = task.Ended;
            task.Stop ??= reason;
            if (task.Worker is { } worker)
            {
                worker.Stop(task, reason);
            }
            else if (!task.IsEnded && _waiting[BundleOf(task)].Remove(task))
            {
                news.Ended(task, Stopped(task));
            }
        }

        Conclude(news, mayHelp: false);
        if (!await EndsWithinAsync(ended, grace, cancellationToken).ConfigureAwait(false))
        {
            Kill(task);
        }

        return await EndsWithinAsync(ended, TimeSpan.FromSeconds(30), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        var news = new PoolNews();
        PooledWorker[] workers;
        Task[] background;
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            workers = _workers;
            background = [.. _background];
            foreach (var task in _waiting.Values.SelectMany(waiting => waiting.TakeAll()))
            {
                news.Ended(task, Stopped(task));
            }

            foreach (var task in workers.SelectMany(worker => worker.TakeAll()))
            {
                news.Ended(task, Stopped(task));
            }
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        Array.ForEach(workers, worker => worker.Kill());
        news.Tell(_log, mayHelp: false);
        await Task.WhenAll(background).ConfigureAwait(false);
        await _log.DisposeAsync().ConfigureAwait(false);
        await _sharing.DisposeAsync().ConfigureAwait(false);
        await _idling.DisposeAsync().ConfigureAwait(false);
        _launcher.Dispose();
        _closing.Dispose();
    }

    private static string BundleOf(PoolTask task) => task.Attempt.Dispatch.BundleId ?? "";

    private async Task<bool> EndsWithinAsync(Task ended, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await ended.WaitAsync(patience, _host.Clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Kill(PoolTask task)
    {
        lock (_lock)
        {
            // Behind another task it would have been given back at once; only the running one needs its process ended.
            if (task.Worker is { } worker && ReferenceEquals(worker.Running, task))
            {
                worker.Kill();
            }
        }
    }

    private void Enqueue(PoolTask task, PoolNews news)
    {
        if (_isClosed)
        {
            news.Ended(task, Stopped(task));
        }
        else if (task.Attempt.Dispatch.BundleId is not { } bundle)
        {
            news.Ended(task, Failed(new FailureInfo(FailureKind.Configuration, "no-bundle", TaskBundle.Missing(task.Attempt.Template.Name).Message)));
        }
        else
        {
            WaitingOf(bundle).Add(task);
        }
    }

    private WaitingTasks WaitingOf(string bundle)
    {
        if (!_waiting.TryGetValue(bundle, out var waiting))
        {
            _waiting[bundle] = waiting = new WaitingTasks(bundle);
        }

        return waiting;
    }

    private void Conclude(PoolNews news, bool mayHelp)
    {
        foreach (var worker in Volatile.Read(ref _workers))
        {
            worker.Flush();
        }

        news.Tell(_log, mayHelp);
    }

    private TaskOutcome Failed(FailureInfo failure)
    {
        var now = _host.Clock.GetUtcNow().UtcTicks;
        return TaskOutcome.FromFailure(failure, now, now);
    }

    private TaskOutcome Stopped(PoolTask task)
    {
        var now = _host.Clock.GetUtcNow().UtcTicks;
        return task.Stop == StopReason.TimeLimit
            ? Failed(StopFailures.TimeLimit(task.Attempt.Template.Name, task.Attempt.Options.TimeLimit))
            : new TaskOutcome { Status = Status.Cancelled, StartedAt = now, EndedAt = now };
    }
}
