using System.Collections.Concurrent;
using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>Runs tasks on a few threads of this process.</summary>
/// <remarks>
/// Threads of its own, because user code may block. A thread that finds nothing to do lends itself to the engine, so that a chain of tasks
/// runs on one thread without a single wake-up. A task that awaits gives its thread back and keeps its slot.
/// </remarks>
internal sealed class InProcessDriver : IExecutorDriver
{
    private const int MostAhead = 1024;
    [ThreadStatic]
    private static InProcessDriver? _driverOfThread;
    [ThreadStatic]
    private static bool _isLent;
    private readonly LocalExecutor _executor;
    private readonly ExecutorHost _host;
    private readonly ConcurrentQueue<InProcessTask> _queue = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly LocalOutputLog _log;
    private readonly List<Thread> _threads = [];
    private readonly ConcurrentDictionary<InProcessTask, byte> _awaiting = new();
    private int _running;
    private int _idle;
    private volatile bool _isClosing;

    public InProcessDriver(LocalExecutor executor, ExecutorHost host)
    {
        _executor = executor;
        _host = host;
        ConcurrencyLimit = Math.Max(1, Math.Min(executor.WorkerCount, executor.ConcurrencyCap ?? int.MaxValue));
        _log = new LocalOutputLog(executor, host);
        ConsoleCapture.Install();
    }

    public int ConcurrencyLimit { get; }

    public int QueueAhead => MostAhead;

    public bool RunsInThisProcess => true;

    public bool ReportsStart => true;

    public bool SurvivesRestart => false;

    public TimeProvider Clock => _host.Clock;

    public bool CanResume(TaskDispatch dispatch) => dispatch.BundleId is { } bundle ? bundle == _host.OwnBundle : LoadedCode.Has(dispatch.Graph);

    public void Start(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events)
    {
        foreach (var attempt in attempts)
        {
            var task = new InProcessTask(this, attempt, events);
            attempt.DriverState = task;
            _queue.Enqueue(task);
        }

        // The thread that is lending itself comes back for one of them by itself.
        Wake(_isLent && _driverOfThread == this ? attempts.Length - 1 : attempts.Length);
    }

    public void Reattach(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events) => Start(attempts, events);

    public ValueTask<bool> StopAsync(TaskAttempt attempt, StopReason reason, TimeSpan grace, CancellationToken cancellationToken) =>
        attempt.DriverState is InProcessTask task ? task.StopAsync(reason, grace, cancellationToken) : new ValueTask<bool>(false);

    /// <summary>The task's work folder, made where needed; null for the current folder, which all tasks of a process share.</summary>
    public string? WorkDirOf(TaskAttempt attempt)
    {
        if (LocalWorkFolder.Of(attempt, _executor, _host.ResultsFolder) is not { } folder)
        {
            return null;
        }

        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Tells the engine how a task ended, from a thread that may have nothing else to do.</summary>
    public void Finish(InProcessTask task, TaskOutcome outcome)
    {
        Interlocked.Decrement(ref _running);
        if (_log.Wants(outcome))
        {
            _log.WriteThenTell(task.Attempt, task.Events, outcome);
            Wake(1);
            return;
        }

        if (_driverOfThread == this && _queue.IsEmpty)
        {
            _isLent = true;
            task.Events.FinishedIdle(task.Attempt, outcome);
            _isLent = false;
            return;
        }

        task.Events.Finished(task.Attempt, outcome);
        if (_driverOfThread != this)
        {
            Wake(1);
        }
    }

    public void HasAwaited(InProcessTask task) => _awaiting.TryRemove(task, out _);

    /// <summary>Gives back the slot of a task that was withdrawn while it queued.</summary>
    public void Skip() => Interlocked.Decrement(ref _running);

    public void Awaits(InProcessTask task) => _awaiting.TryAdd(task, 0);

    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        while (_queue.TryDequeue(out var task))
        {
            task.Withdraw();
        }

        foreach (var task in _awaiting.Keys)
        {
            task.RequestStop();
        }

        Thread[] threads;
        lock (_threads)
        {
            threads = [.. _threads];
        }

        _wake.Release(threads.Length + 1);
        await Task.Run(() => Join(threads)).ConfigureAwait(false);
        await _log.DisposeAsync().ConfigureAwait(false);
    }

    private static void Join(Thread[] threads)
    {
        foreach (var thread in threads)
        {
            // User code that does not end is left behind on its background thread.
            thread.Join(TimeSpan.FromSeconds(1));
        }
    }

    private void Wake(int count)
    {
        if (count <= 0)
        {
            return;
        }

        // Pairs with the increment in Work: either an idle thread sees the queue, or we see the idle thread.
        Interlocked.MemoryBarrier();
        var idle = Volatile.Read(ref _idle);
        if (idle > 0)
        {
            _wake.Release(Math.Min(count, idle));
        }

        if (count > idle && _threads.Count < ConcurrencyLimit)
        {
            AddThreads(count - idle);
        }
    }

    private void AddThreads(int count)
    {
        lock (_threads)
        {
            for (; count > 0 && _threads.Count < ConcurrencyLimit && !_isClosing; count--)
            {
                var thread = new Thread(Work) { IsBackground = true, Name = $"Covalent task {_threads.Count}" };
                _threads.Add(thread);
                thread.UnsafeStart();
            }
        }
    }

    private void Work()
    {
        _driverOfThread = this;
        while (!_isClosing)
        {
            if (TryTake(out var task))
            {
                task.Run();
                continue;
            }

            Interlocked.Increment(ref _idle);
            if (_queue.IsEmpty || Volatile.Read(ref _running) >= ConcurrencyLimit)
            {
                _wake.Wait();
            }

            Interlocked.Decrement(ref _idle);
        }
    }

    // Counted before it is taken, so that never more run than may.
    private bool TryTake(out InProcessTask task)
    {
        task = null!;
        if (_queue.IsEmpty)
        {
            return false;
        }

        if (Interlocked.Increment(ref _running) <= ConcurrencyLimit && _queue.TryDequeue(out task!))
        {
            return true;
        }

        Interlocked.Decrement(ref _running);
        return false;
    }
}
