using Covalent.Core.Execution;
using Covalent.Worker.Running;

namespace Covalent.Worker.Serving;

/// <summary>Tasks waiting for the one runner of this worker.</summary>
internal sealed class WorkQueue
{
    // Long enough to catch the next task of a busy pool, short enough not to be felt by an idle machine.
    private const int SpinsBeforeSleep = 20;

    private readonly LinkedList<QueuedTask> _tasks = [];
    private readonly object _lock = new();
    private bool _closed;
    private bool _asleep;
    private volatile int _count;
    private (int Ticket, StopSignal? Stop) _taken = (-1, null);

    public void Add(QueuedTask task)
    {
        lock (_lock)
        {
            _tasks.AddLast(task);
            _count++;
            if (_asleep)
            {
                Monitor.Pulse(_lock);
            }
        }
    }

    /// <summary>No further tasks will come.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Takes a task back that has not started.</summary>
    public bool TryRemove(int ticket)
    {
        lock (_lock)
        {
            for (var node = _tasks.Last; node is not null; node = node.Previous)
            {
                if (node.Value.Ticket == ticket)
                {
                    _tasks.Remove(node);
                    _count--;
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>What stops the task that was taken last; null when it is another one. A task is always either waiting or taken, so that no request
    /// falls between the two.</summary>
    public StopSignal? SignalOf(int ticket)
    {
        lock (_lock)
        {
            return _taken.Ticket == ticket ? _taken.Stop : null;
        }
    }

    /// <summary>Waits for the next task; null when the queue is closed and empty.</summary>
    public QueuedTask? Take()
    {
        var spinner = new SpinWait();
        while (_count == 0 && spinner.Count < SpinsBeforeSleep)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        lock (_lock)
        {
            while (_tasks.First is null)
            {
                if (_closed)
                {
                    return null;
                }

                _asleep = true;
                Monitor.Wait(_lock);
                _asleep = false;
            }

            var task = _tasks.First.Value;
            _tasks.RemoveFirst();
            _count--;
            _taken = (task.Ticket, task.Stop);
            return task;
        }
    }
}

/// <summary>A task and the number it goes by on this connection.</summary>
internal sealed record QueuedTask(int Ticket, PackedTask Task)
{
    public StopSignal Stop { get; } = new();
}
