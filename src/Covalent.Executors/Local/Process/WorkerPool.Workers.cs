using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>The life of the pool's workers: start, what they say, death.</summary>
internal sealed partial class WorkerPool
{
    private const int MostFailedStarts = 2;

    // A warm worker saves a tenth of a second and keeps some fifty megabytes.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan IdleCheck = TimeSpan.FromMinutes(1);

    private void RetireIdle()
    {
        lock (_lock)
        {
            foreach (var worker in _workers)
            {
                if (worker is { IsReady: true, Load: 0 } && _host.Clock.GetElapsedTime(worker.IdleSince) >= LongestIdle)
                {
                    worker.Retire();
                }
            }
        }

        Conclude(new PoolNews(), mayHelp: false);
    }

    private async Task StartWorkerAsync(WaitingTasks waiting)
    {
        try
        {
            var started = await _launcher.StartAsync(waiting.BundleId, _closing.Token).ConfigureAwait(false);
            LocalLog.WorkerReady(_logger, started.Process.Id, waiting.BundleId);
            await Admit(waiting, started).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CovalentException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception or OperationCanceledException)
        {
            StartFailed(waiting, e);
        }
    }

    /// <summary>Takes a started worker in and listens to it until it ends.</summary>
    private Task Admit(WaitingTasks waiting, StartedWorker started)
    {
        var worker = new PooledWorker(waiting.BundleId) { IdleSince = Now };
        var reader = worker.Attach(started, _host.SpoolFolder);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var news = new PoolNews();
        lock (_lock)
        {
            waiting.Starting--;
            waiting.FailedStarts = 0;
            _workers = [.. _workers, worker];
            if (_isClosed)
            {
                worker.Kill();
            }

            Assign(news);
            PlanSharing(worker);
        }

        // A thread of its own: it blocks in the socket, which answers faster than anything asynchronous.
        new Thread(() =>
        {
            Listen(worker, reader);
            Bury(worker);
            gone.SetResult();
        })
        { IsBackground = true, Name = "covalent-worker" }.Start();
        Conclude(news, mayHelp: false);
        return gone.Task;
    }

    private void StartFailed(WaitingTasks waiting, Exception e)
    {
        var news = new PoolNews();
        lock (_lock)
        {
            waiting.Starting--;
            waiting.FailedStarts++;
            var hasOthers = waiting.Starting > 0 || Array.Exists(_workers, worker => worker.IsReady && worker.BundleId == waiting.BundleId);
            if (waiting.FailedStarts >= MostFailedStarts && !hasOthers)
            {
                foreach (var task in waiting.TakeAll())
                {
                    news.Ended(task, Failed(TaskFailures.OfDelivery(e)));
                }

                waiting.FailedStarts = 0;
            }

            Assign(news);
        }

        if (!_closing.IsCancellationRequested)
        {
            LocalLog.WorkerDidNotStart(_logger, waiting.BundleId, e);
        }

        Conclude(news, mayHelp: false);
    }

    private void Listen(PooledWorker worker, FrameReader reader)
    {
        try
        {
            while (reader.TryRead(out var kind, out var contents, out var isOwned))
            {
                Handle(worker, kind, contents, isOwned, mayHelp: !reader.HasFrame);
            }
        }
        catch (CovalentException e)
        {
            LocalLog.WorkerNotUnderstood(_logger, e);
            worker.Kill();
        }
    }

    private void Handle(PooledWorker worker, FrameKind kind, ReadOnlyMemory<byte> contents, bool isOwned, bool mayHelp)
    {
        var fields = new FrameFields(contents);
        switch (kind)
        {
            case FrameKind.Completed:
                var (ticket, completed) = CompletedFrame.Read(contents, isOwned);
                Ended(worker, ticket, completed, mayHelp);
                break;
            case FrameKind.Ended:
                Ended(worker, fields.Int(), OutcomeCodec.Read(isOwned ? fields.Rest : fields.Rest.ToArray()).Outcome, mayHelp);
                break;
            case FrameKind.Returned:
                Returned(worker, fields.Int());
                break;
            case FrameKind.Output:
                var stream = Find(worker, fields.Int());
                stream?.Events.Output(stream.Attempt, (OutputStream)fields.Byte(), fields.Rest.ToArray());
                break;
            case FrameKind.Progress:
                var progress = Find(worker, fields.Int());
                progress?.Events.Progress(progress.Attempt, BitConverter.Int64BitsToDouble(fields.Long()), fields.Text() is { Length: > 0 } message ? message : null);
                break;
            case FrameKind.Leaving:
                Leaving(worker);
                break;
            default:
                throw new CovalentException($"A worker sent a frame of unknown kind {kind}. Pool and worker come from different versions; build the application again.");
        }
    }

    private PoolTask? Find(PooledWorker worker, int ticket)
    {
        lock (_lock)
        {
            return worker.Find(ticket);
        }
    }

    private void Ended(PooledWorker worker, int ticket, TaskOutcome outcome, bool mayHelp)
    {
        var news = new PoolNews();
        lock (_lock)
        {
            if (worker.Remove(ticket, Now) is { } task)
            {
                news.Ended(task, outcome);
            }

            Freed(worker, news);
        }

        Conclude(news, mayHelp);
    }

    private void Returned(PooledWorker worker, int ticket)
    {
        var news = new PoolNews();
        lock (_lock)
        {
            if (worker.Remove(ticket, Now) is { } task)
            {
                Requeue(task, news);
            }

            Freed(worker, news);
        }

        Conclude(news, mayHelp: false);
    }

    /// <summary>The worker ends by its own decision after the task it reported; what waits behind it never began.</summary>
    private void Leaving(PooledWorker worker)
    {
        var news = new PoolNews();
        lock (_lock)
        {
            worker.Retire();
            RequeueAll(worker.TakeAll(), news);
            Assign(news);
        }

        Conclude(news, mayHelp: false);
    }

    private void Freed(PooledWorker worker, PoolNews news)
    {
        if (worker.Load == 0)
        {
            worker.IsReserved = false;
            worker.IdleSince = Now;
        }
        else
        {
            news.Begun(worker.Running);
        }

        Assign(news);
        PlanSharing(worker);
    }

    private void Requeue(PoolTask task, PoolNews news)
    {
        if (task.Stop is not null)
        {
            news.Ended(task, Stopped(task));
        }
        else
        {
            WaitingOf(BundleOf(task)).AddFirst(task);
        }
    }

    private void RequeueAll(List<PoolTask> tasks, PoolNews news)
    {
        for (var i = tasks.Count - 1; i >= 0; i--)
        {
            Requeue(tasks[i], news);
        }
    }

    /// <summary>A worker is gone. The task it ran went with it; those behind it lose nothing.</summary>
    private void Bury(PooledWorker worker)
    {
        var exit = ProcessExit.Describe(worker.AwaitExit());
        var output = worker.LastOutput();
        var news = new PoolNews();
        lock (_lock)
        {
            _workers = [.. _workers.Where(other => !ReferenceEquals(other, worker))];
            var since = worker.RunningSince;
            var tasks = worker.TakeAll();
            if (tasks is [var running, ..])
            {
                LocalLog.WorkerDied(_logger, exit, running.Attempt.Dispatch.DispatchId, running.Attempt.NodeId, tasks.Count - 1);
                var ended = running.Stop is null ? Died(running, exit) : Stopped(running);
                news.Ended(running, ended with
                {
                    StartedAt = ended.EndedAt - _host.Clock.GetElapsedTime(since).Ticks,
                    Stdout = output.Stdout,
                    Stderr = output.Stderr,
                });
                RequeueAll(tasks[1..], news);
            }

            Assign(news);
        }

        worker.Dispose();
        Conclude(news, mayHelp: false);
    }

    private TaskOutcome Died(PoolTask task, string exit) => Failed(StopFailures.ProcessDied(task.Attempt.Template.Name, exit)) with { ProcessDied = true };
}
