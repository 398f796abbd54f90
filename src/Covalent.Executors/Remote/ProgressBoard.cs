using System.Collections.Concurrent;

namespace Covalent.Executors.Remote;

/// <summary>The tasks that are asked about, under the names of their jobs: what a worker says of one is passed on at once, and nobody is asked for it.</summary>
internal sealed class ProgressBoard
{
    private readonly ConcurrentDictionary<string, RemoteTask> _tasks = new();

    /// <summary>These are asked about now.</summary>
    public void Expect(IEnumerable<(string Job, RemoteTask Task)> jobs)
    {
        foreach ((string job, RemoteTask task) in jobs)
        {
            _tasks.TryAdd(job, task);
        }
    }

    /// <summary>Passes on what a line says. Tasks of other dispatchers are nothing to us.</summary>
    public void Tell(QueueLine line)
    {
        if (_tasks.TryGetValue(line.Job, out RemoteTask? task))
        {
            task.ReportProgress(line.Progress);
        }
    }

    /// <summary>The task is over here.</summary>
    public void Forget(string job) => _tasks.TryRemove(job, out _);
}
