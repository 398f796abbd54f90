using System.Collections.Concurrent;
using System.Threading.Channels;
using Covalent.Core.Execution;

namespace Covalent.Testing;

/// <summary>The driver behind <see cref="FakeExecutor"/>. Answers each attempt with <see cref="Answer"/>, or holds it when that gives null.</summary>
internal sealed class FakeDriver(FakeExecutor executor) : IExecutorDriver
{
    private readonly ConcurrentQueue<string> _started = new();
    private readonly ConcurrentDictionary<TaskAttempt, IAttemptEvents> _held = new();
    private readonly Channel<TaskAttempt> _arrivals = Channel.CreateUnbounded<TaskAttempt>();

    /// <summary>What an attempt answers; null holds it until <see cref="Finish"/>.</summary>
    public Func<TaskAttempt, TaskOutcome?> Answer { get; set; } = static _ => new TaskOutcome { Status = Status.Completed };

    /// <summary>Whether a held attempt stops when told to.</summary>
    public Func<TaskAttempt, bool> Stops { get; set; } = static _ => true;

    public int ConcurrencyLimit => executor.MaxConcurrency ?? int.MaxValue;

    public bool SurvivesRestart { get; set; }

    public bool RunsInThisProcess { get; set; }

    /// <summary>Whether it can go on with another process's dispatch.</summary>
    public bool CanResumeAll { get; set; } = true;

    public IReadOnlyCollection<string> Started => _started;

    public bool CanResume(TaskDispatch dispatch) => CanResumeAll;

    /// <summary>Attempts that were handed over again after a restart.</summary>
    public ConcurrentQueue<TaskAttempt> Reattached { get; } = new();

    public ConcurrentQueue<(TaskAttempt Attempt, StopReason Reason)> Stopped { get; } = new();

    public IReadOnlyList<TaskAttempt> Held => [.. _held.Keys.OrderBy(attempt => attempt.NodeId)];

    /// <summary>Most attempts that were held at once.</summary>
    public int MostInFlight { get; private set; }

    public IAttemptEvents EventsOf(TaskAttempt attempt) => _held[attempt];

    /// <summary>The next attempt that is held, once it has been handed over.</summary>
    public async Task<TaskAttempt> NextAsync() => await _arrivals.Reader.ReadAsync();

    /// <summary>The next attempts that are held, in node order.</summary>
    public async Task<TaskAttempt[]> NextAsync(int count)
    {
        var attempts = new TaskAttempt[count];
        for (var i = 0; i < count; i++)
        {
            attempts[i] = await NextAsync();
        }

        return [.. attempts.OrderBy(attempt => attempt.NodeId)];
    }

    public static string Name(TaskAttempt attempt) => $"{attempt.Dispatch.DispatchId}/{attempt.NodeId}#{attempt.Number}";

    public void Start(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events)
    {
        foreach (var attempt in attempts)
        {
            _started.Enqueue(Name(attempt));
            Begin(attempt, events);
        }
    }

    public void Reattach(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events)
    {
        foreach (var attempt in attempts)
        {
            Reattached.Enqueue(attempt);
            Begin(attempt, events);
        }
    }

    public ValueTask<bool> StopAsync(TaskAttempt attempt, StopReason reason, TimeSpan grace, CancellationToken cancellationToken)
    {
        Stopped.Enqueue((attempt, reason));
        if (!Stops(attempt))
        {
            return new ValueTask<bool>(false);
        }

        Finish(attempt, new TaskOutcome { Status = Status.Cancelled });
        return new ValueTask<bool>(true);
    }

    /// <summary>Ends a held attempt.</summary>
    public void Finish(TaskAttempt attempt, TaskOutcome outcome)
    {
        if (_held.TryRemove(attempt, out var events))
        {
            events.Finished(attempt, outcome);
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var attempt in _held.Keys)
        {
            Finish(attempt, new TaskOutcome { Status = Status.Cancelled });
        }

        return ValueTask.CompletedTask;
    }

    private void Begin(TaskAttempt attempt, IAttemptEvents events)
    {
        if (Answer(attempt) is { } outcome)
        {
            events.Finished(attempt, outcome);
            return;
        }

        _held.TryAdd(attempt, events);
        MostInFlight = Math.Max(MostInFlight, _held.Count);
        _arrivals.Writer.TryWrite(attempt);
    }
}
