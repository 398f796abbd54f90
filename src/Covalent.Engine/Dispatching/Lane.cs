using Covalent.Core.Execution;

namespace Covalent.Engine.Dispatching;

/// <summary>One configured executor with its driver, its slots and everything that queues for it.</summary>
internal sealed class Lane
{
    private readonly LaneWindow _window;
    private readonly Queue<(DispatchRun Run, int Node)> _suspects = new();
    private bool _isExclusive;

    public Lane(ExecutorSpec spec, Executor executor, IExecutorDriver driver)
    {
        Spec = spec;
        Executor = executor;
        Driver = driver;
        _window = new LaneWindow(Math.Max(1, driver.ConcurrencyLimit), Math.Max(0, driver.QueueAhead));
    }

    public ExecutorSpec Spec { get; }

    public Executor Executor { get; }

    public IExecutorDriver Driver { get; }

    public LaneQueue Queue { get; } = new();

    /// <summary>Attempts with the driver, abandoned ones included.</summary>
    public int InFlight { get; private set; }

    /// <summary>Attempts to be handed over once the pass is durable.</summary>
    public List<TaskAttempt> Starting { get; } = [];

    /// <summary>Attempts to be re-attached once the pass is durable.</summary>
    public List<TaskAttempt> Reattaching { get; } = [];

    public void EnqueueSuspect(DispatchRun run, int node) => _suspects.Enqueue((run, node));

    /// <summary>Takes the next node when there is a slot for it.</summary>
    public bool TryTake(out DispatchRun run, out int node, out bool isSuspect)
    {
        isSuspect = false;
        if (!_isExclusive && TryTakeSuspect(out run, out node))
        {
            isSuspect = true;
            return true;
        }

        if (_isExclusive || (_suspects.Count > 0 && Driver.RunsInThisProcess) || InFlight >= _window.Size)
        {
            (run, node) = (null!, -1);
            return false;
        }

        return Queue.TryDequeue(out run, out node);
    }

    public void Occupy(bool exclusively)
    {
        InFlight++;
        _isExclusive |= exclusively;
    }

    public void Release(long ranTicks)
    {
        InFlight--;
        _isExclusive = false;
        _window.Observe(ranTicks);
    }

    // Whatever shares a process with a suspect would be suspected too when it takes the process down.
    private bool TryTakeSuspect(out DispatchRun run, out int node)
    {
        while (_suspects.Count > 0 && (Driver.RunsInThisProcess ? InFlight == 0 : InFlight < _window.Limit))
        {
            (run, node) = _suspects.Dequeue();
            if (run.IsReady(node))
            {
                return true;
            }
        }

        (run, node) = (null!, -1);
        return false;
    }
}
