using System.Text;

namespace Covalent.Executors.Dask;

/// <summary>The jobs of one dispatcher on one cluster, and what was last heard of them.</summary>
internal sealed class DaskJobTable(Action somethingEnded)
{
    private readonly Dictionary<string, DaskJob> _jobs = [];
    private readonly Lock _lock = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _jobs.Count;
            }
        }
    }

    /// <summary>The job of a task, new if need be.</summary>
    public DaskJob Add(RemoteTask task)
    {
        lock (_lock)
        {
            return _jobs.TryGetValue(task.JobName, out DaskJob? job) ? job : _jobs[task.JobName] = new DaskJob(task);
        }
    }

    public RemoteTask? TaskOf(string name)
    {
        lock (_lock)
        {
            return _jobs.TryGetValue(name, out DaskJob? job) && job.End is null ? job.Task : null;
        }
    }

    public void Remove(string name)
    {
        lock (_lock)
        {
            _jobs.Remove(name);
        }
    }

    /// <summary>Whether nobody would hear of the job's end.</summary>
    public bool NeedsAdoption(string name, DaskBridge bridge)
    {
        lock (_lock)
        {
            return _jobs.TryGetValue(name, out DaskJob? job) && job.End is null && job.WatchedBy != bridge;
        }
    }

    public void Watched(IEnumerable<string> names, DaskBridge bridge)
    {
        lock (_lock)
        {
            foreach (string name in names)
            {
                if (_jobs.TryGetValue(name, out DaskJob? job))
                {
                    job.WatchedBy = bridge;
                }
            }
        }
    }

    public JobStatus StatusOf(string name)
    {
        lock (_lock)
        {
            return _jobs.TryGetValue(name, out DaskJob? job) ? job.Status : JobStatus.Unknown;
        }
    }

    public DaskEnd? EndOf(string name)
    {
        lock (_lock)
        {
            return _jobs.TryGetValue(name, out DaskJob? job) ? job.End : null;
        }
    }

    public void EndAll(IEnumerable<string> names, DaskEnd end)
    {
        lock (_lock)
        {
            foreach (string name in names)
            {
                if (_jobs.TryGetValue(name, out DaskJob? job))
                {
                    job.End ??= end;
                }
            }
        }
    }

    /// <summary>A job is over for a reason of this side.</summary>
    public void End(string name, DaskEnd end)
    {
        EndAll([name], end);
        somethingEnded();
    }

    /// <summary>News of a job.</summary>
    public void Tell(DaskFrame frame)
    {
        string what = frame.Text("event");
        if (what == "news")
        {
            // One look for many ends.
            somethingEnded();
            return;
        }

        DaskJob? job;
        lock (_lock)
        {
            if (!_jobs.TryGetValue(frame.Text("key"), out job))
            {
                return;
            }

            switch (what)
            {
                case "ended":
                    job.End ??= DaskEnd.Of(frame);
                    break;
                case "started":
                    (job.HasStarted, job.Worker) = (true, frame.Text("worker"));
                    break;
                default:
                    break;
            }
        }

        switch (what)
        {
            case "started":
                somethingEnded();
                break;
            case "stdout":
                job.Task.ReportOutput(OutputStream.Stdout, frame.Body);
                break;
            case "stderr":
                job.Task.ReportOutput(OutputStream.Stderr, frame.Body);
                break;
            case "progress":
                job.Task.ReportWorkerProgress(Encoding.ASCII.GetString(frame.Body.Span));
                break;
            default:
                break;
        }
    }
}
