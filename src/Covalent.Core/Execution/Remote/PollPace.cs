namespace Covalent.Core.Execution;

/// <summary>Decides when to poll next: soon after a job was accepted, then with pauses that grow by a quarter up to the full one, so that a job's end
/// is noticed late by at most a quarter of its time, and not at all while there are no jobs. Setting the computer's time changes no pause. Thread-safe;
/// one poller waits.</summary>
internal sealed class PollPace
{
    private const double Growth = 1.25;

    private readonly TimeProvider _clock;
    private readonly TimeSpan _first;
    private readonly TimeSpan _full;
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _start;
    private TimeSpan _due = TimeSpan.MaxValue;
    private TimeSpan _pause;

    public PollPace(TimeProvider clock, TimeSpan first, TimeSpan full)
    {
        _clock = clock;
        _start = clock.GetTimestamp();
        _first = first < full ? first : full;
        _full = full;
        _pause = _first;
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    /// <summary>A job was accepted; young jobs may be short ones.</summary>
    public void NoteNewJob()
    {
        lock (_lock)
        {
            _pause = _first;
        }

        BringForward(Now + _first);
    }

    /// <summary>There is reason to believe that something has changed.</summary>
    public void PollNow() => BringForward(Now);

    /// <summary>Plans the poll after this one; none when no job is left.</summary>
    public void Plan(bool hasJobs)
    {
        lock (_lock)
        {
            _due = hasJobs ? Now + _pause : TimeSpan.MaxValue;
            _pause = _pause * Growth < _full ? _pause * Growth : _full;
        }
    }

    /// <summary>Waits until the next poll is due.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            TimeSpan left;
            lock (_lock)
            {
                left = _due - Now;
                changed = _changed.Task;
            }

            if (left <= TimeSpan.Zero)
            {
                return;
            }

            try
            {
                await changed.WaitAsync(left < TimeSpan.FromDays(1) ? left : Timeout.InfiniteTimeSpan, _clock, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    private void BringForward(TimeSpan due)
    {
        lock (_lock)
        {
            if (due >= _due)
            {
                return;
            }

            _due = due;
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
