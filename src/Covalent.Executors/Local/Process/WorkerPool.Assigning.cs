using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>Which task goes to which worker. Everything here runs under the pool's lock.</summary>
internal sealed partial class WorkerPool
{
    /// <summary>Tasks a worker may have at once, the running one included.</summary>
    public const int Depth = 32;

    // A worker this long at one task is worth being relieved of those behind it.
    private static readonly TimeSpan LongEnoughToShare = TimeSpan.FromMilliseconds(5);

    private bool _sharingPlanned;

    private int MostWorkers => Math.Min(_executor.WorkerCount, _executor.ConcurrencyCap ?? int.MaxValue);

    private void Assign(PoolNews news)
    {
        foreach (var waiting in _waiting.Values)
        {
            if (waiting.Count > 0)
            {
                AssignSuspects(waiting, news);
                AssignTasks(waiting, news);
            }
        }
    }

    private void AssignTasks(WaitingTasks waiting, PoolNews news)
    {
        while (waiting.Tasks.First is { Value: var task })
        {
            var worker = LeastLoaded(waiting.BundleId);
            if (worker is not { Load: 0 })
            {
                StartWorkers(waiting);
            }

            if (worker is null || worker.Load >= Depth)
            {
                return;
            }

            waiting.Tasks.RemoveFirst();
            Send(worker, task, news);
        }
    }

    private void AssignSuspects(WaitingTasks waiting, PoolNews news)
    {
        while (waiting.Suspects.First is { Value: var task })
        {
            var worker = Array.Find(_workers, w => w is { IsReady: true, Load: 0 } && w.BundleId == waiting.BundleId);
            if (worker is null)
            {
                StartWorkers(waiting);
                if (waiting.Starting == 0 && !Array.Exists(_workers, w => w.IsReserved && w.BundleId == waiting.BundleId) && LeastLoaded(waiting.BundleId) is { } next)
                {
                    next.IsReserved = true;
                }

                return;
            }

            waiting.Suspects.RemoveFirst();
            worker.IsReserved = true;
            Send(worker, task, news);
        }
    }

    private void Send(PooledWorker worker, PoolTask task, PoolNews news)
    {
        try
        {
            worker.Send(task, LocalWorkFolder.Of(task.Attempt, _executor, _host.ResultsFolder), Now);
        }
        catch (Exception e) when (e is CovalentException or IOException or ArgumentException)
        {
            news.Ended(task, Failed(FailureInfo.FromException(FailureKind.Payload, e)));
            return;
        }

        if (worker.Load == 1)
        {
            news.Begun(task);
        }

        if (_executor.TasksPerWorker > 0 && worker.SentCount >= _executor.TasksPerWorker)
        {
            worker.Retire();
        }
    }

    private PooledWorker? LeastLoaded(string bundle)
    {
        PooledWorker? best = null;
        foreach (var worker in _workers)
        {
            if (worker.IsReady && !worker.IsReserved && (best is null || worker.Load < best.Load) && worker.BundleId == bundle)
            {
                best = worker;
            }
        }

        return best;
    }

    /// <summary>Starts as many workers as there are tasks without one, as far as there is room.</summary>
    private void StartWorkers(WaitingTasks waiting)
    {
        while (waiting.Starting < waiting.Count && !_isClosed && HasRoomFor(waiting))
        {
            waiting.Starting++;
            _background.RemoveAll(task => task.IsCompleted);
            _background.Add(Task.Run(() => StartWorkerAsync(waiting)));
        }
    }

    private bool HasRoomFor(WaitingTasks waiting)
    {
        var starting = 0;
        foreach (var other in _waiting.Values)
        {
            starting += other.Starting;
        }

        var working = 0;
        var ofBundle = 0;
        foreach (var worker in _workers)
        {
            working += worker.IsRetired ? 0 : 1;
            ofBundle += !worker.IsRetired && worker.BundleId == waiting.BundleId ? 1 : 0;
        }

        return working + starting < MostWorkers || (ofBundle + waiting.Starting == 0 && TakeRoomFromOthers(waiting));
    }

    /// <summary>Another bundle's worker makes room: the one idle for longest at once, else the one with the least to do after its tasks.</summary>
    private bool TakeRoomFromOthers(WaitingTasks waiting)
    {
        var others = _workers.Where(worker => worker.IsReady && worker.BundleId != waiting.BundleId).ToList();
        if (others.Count == 0)
        {
            return false;
        }

        var chosen = others.OrderBy(worker => worker.Load).ThenBy(worker => worker.IdleSince).First();
        chosen.Retire();
        return chosen.Load == 0;
    }

    private void PlanSharing(PooledWorker idle)
    {
        if (_sharingPlanned || idle.Load > 0 || !idle.IsReady)
        {
            return;
        }

        foreach (var worker in _workers)
        {
            if (worker.Load >= 2 && worker.BundleId == idle.BundleId)
            {
                _sharingPlanned = true;
                _sharing.Change(LongEnoughToShare, Timeout.InfiniteTimeSpan);
                return;
            }
        }
    }

    /// <summary>Takes tasks back that wait behind a long one while another worker is idle.</summary>
    private void Share()
    {
        lock (_lock)
        {
            _sharingPlanned = false;
            foreach (var idle in _workers.Where(worker => worker is { IsReady: true, Load: 0, IsReserved: false }))
            {
                foreach (var busy in _workers.Where(worker => worker.Load >= 2 && worker.BundleId == idle.BundleId))
                {
                    if (_host.Clock.GetElapsedTime(busy.RunningSince) >= LongEnoughToShare)
                    {
                        busy.Recall(busy.Load / 2);
                    }
                }

                PlanSharing(idle);
            }
        }

        Conclude(new PoolNews(), mayHelp: false);
    }
}
