using Covalent.Core.Execution;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Slurm;

/// <summary>What is known about a cluster's jobs between two looks, and when it is time for another: the workers tell by themselves, folders are looked at
/// cheaply, and Slurm, whose controller many users share, is asked at growing pauses up to <c>poll_freq</c>.</summary>
/// <param name="clock">The clock.</param>
/// <param name="pollFreq">Longest pause between two questions to Slurm.</param>
internal sealed class SlurmWatch(TimeProvider clock, TimeSpan pollFreq)
{
    private static readonly TimeSpan FirstQuestion = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookWhileTold = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JobStatus> _last = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _outcomes = [];
    private readonly HashSet<string> _overWithOutcome = [];
    private bool _isFollowed;
    private long? _lookedAt;
    private long? _askedAt;
    private long _newestAt;

    /// <summary>Tasks were handed over: young jobs may be short ones.</summary>
    public void HandedOver(SlurmBatch batch)
    {
        lock (_lock)
        {
            _newestAt = clock.GetTimestamp();
            _askedAt = _newestAt;
            foreach (RemoteTask task in batch.Tasks)
            {
                _last[task.JobName] = JobStatus.Queued;
                NoteKind(task.JobName, batch.IsPacked);
            }
        }
    }

    /// <summary>What workers say. An outcome that only says "stopped" is worth a look: Slurm may run the job once more.</summary>
    public void Tell(IEnumerable<QueueLine> news)
    {
        lock (_lock)
        {
            _isFollowed = true;
            foreach (QueueLine line in news)
            {
                if (!_last.ContainsKey(line.Job))
                {
                    _lookedAt = line.Word == QueueWord.Look ? null : _lookedAt;
                }
                else if (line is { Word: QueueWord.Running or QueueWord.Alone })
                {
                    _last[line.Job] = JobStatus.Running;
                    NoteKind(line.Job, line.Word == QueueWord.Alone);
                }
                else if (line.Outcome is { } outcome && !IsStopped(outcome.Span))
                {
                    // What runs beside other things is over when all of it is.
                    _outcomes[line.Job] = outcome;
                    _last[line.Job] = _overWithOutcome.Contains(line.Job) ? JobStatus.Ended : JobStatus.Running;
                }
                else if (line.Word == QueueWord.Over && _outcomes.ContainsKey(line.Job))
                {
                    _last[line.Job] = JobStatus.Ended;
                }
                else
                {
                    _lookedAt = null;
                }
            }
        }
    }

    /// <summary>Nobody tells any more: only looking helps.</summary>
    public void HearNoMore()
    {
        lock (_lock)
        {
            _isFollowed = false;
        }
    }

    /// <summary>The next poll asks Slurm.</summary>
    public void AskNext()
    {
        lock (_lock)
        {
            (_lookedAt, _askedAt) = (null, null);
        }
    }

    /// <summary>The answers without a look, where nothing new is to be expected from one; null otherwise.</summary>
    public IReadOnlyList<JobStatus>? Heard(IReadOnlyList<SlurmJobHandle> handles)
    {
        lock (_lock)
        {
            // "Unknown" is never repeated from memory: it counts, and must be said by Slurm each time.
            bool isKnown = handles.All(handle => _last.TryGetValue(handle.Task, out JobStatus? last) && last.State != JobState.Unknown);
            bool isRecent = _isFollowed && _lookedAt is { } at && clock.GetElapsedTime(at) < LookWhileTold;
            bool isOver = handles.All(handle => IsTold(handle.Task));
            IsFresh = !(isKnown && (isOver || isRecent));
            return !IsFresh ? [.. handles.Select(handle => _last[handle.Task])] : null;
        }
    }

    /// <summary>Whether the last poll looked, and did not answer from what was known.</summary>
    public bool IsFresh { get; private set; }

    /// <summary>Whether it is time to ask Slurm.</summary>
    public bool IsQuestionDue
    {
        get
        {
            lock (_lock)
            {
                TimeSpan pause = Shorter(pollFreq, Longer(FirstQuestion, clock.GetElapsedTime(_newestAt) / 2));
                return _askedAt is not { } at || clock.GetElapsedTime(at) >= pause;
            }
        }
    }

    /// <summary>What was last known of a job; queued when nothing is.</summary>
    public JobStatus LastOf(string task)
    {
        lock (_lock)
        {
            return _last.GetValueOrDefault(task, JobStatus.Queued);
        }
    }

    /// <summary>Whether anything is known of a job.</summary>
    public bool Knows(string task)
    {
        lock (_lock)
        {
            return _last.TryGetValue(task, out JobStatus? last) && last.State != JobState.Unknown;
        }
    }

    /// <summary>Keeps the answers of a look; those about jobs that were told meanwhile are older than what was told.</summary>
    public IReadOnlyList<JobStatus> Remember(IReadOnlyList<SlurmJobHandle> handles, IReadOnlyList<JobStatus> answers, bool isAsked)
    {
        lock (_lock)
        {
            _lookedAt = clock.GetTimestamp();
            _askedAt = isAsked ? _lookedAt : _askedAt;
            for (int i = 0; i < handles.Count; i++)
            {
                NoteKind(handles[i].Task, handles[i].IsPacked);
                if (!IsTold(handles[i].Task))
                {
                    _last[handles[i].Task] = answers[i];
                }
            }

            return [.. handles.Select(handle => _last[handle.Task])];
        }
    }

    /// <summary>The outcome of a task, if it was told.</summary>
    public ReadOnlyMemory<byte>? OutcomeOf(string task)
    {
        lock (_lock)
        {
            return _outcomes.TryGetValue(task, out ReadOnlyMemory<byte> outcome) ? outcome : (ReadOnlyMemory<byte>?)null;
        }
    }

    /// <summary>The task is over here.</summary>
    public void Forget(string task)
    {
        lock (_lock)
        {
            _last.Remove(task);
            _outcomes.Remove(task);
            _overWithOutcome.Remove(task);
        }
    }

    private void NoteKind(string task, bool isOverWithOutcome)
    {
        if (isOverWithOutcome)
        {
            _overWithOutcome.Add(task);
        }
    }

    private bool IsTold(string task) => _outcomes.ContainsKey(task) && _last.TryGetValue(task, out JobStatus? last) && last.State == JobState.Ended;

    private static bool IsStopped(ReadOnlySpan<byte> outcome)
    {
        int line = outcome.IndexOf((byte)'\n');
        return (line < 0 ? outcome : outcome[..line]).IndexOf("\"status\":\"CANCELLED\""u8) >= 0;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
