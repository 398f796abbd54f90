using Covalent.Executors.Channels;
using Covalent.Executors.Remote;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Ssh;

/// <summary>One machine of the pool: how many tasks it takes, how many it has, and what was last seen of them.</summary>
internal sealed class SshHost(RemoteHost remote, int? limit, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    // While the machine tells by itself, and right after an answer, asking again would only tell the same.
    private static readonly TimeSpan AskWhileTold = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskOtherwise = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<string> _told = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _outcomes = [];
    private readonly HashSet<string> _followed = [];
    private readonly Dictionary<string, JobReport> _lastSeen = [];
    private readonly Dictionary<string, JobQueue> _queues = [];
    private readonly HashSet<string> _assigned = [];
    private readonly Lock _lock = new();
    private Task<IReadOnlyDictionary<string, JobReport>>? _asking;
    private long _unreachableSince;
    private long? _askedAt;

    public string Name => remote.Name;

    public RemoteHost Remote => remote;

    /// <summary>Workers at once.</summary>
    public int Workers(RemoteSite site) => limit ?? site.Facts.Processors;

    /// <summary>How full the machine is, in tasks per worker; unreachable machines come last.</summary>
    public double Load
    {
        get
        {
            lock (_lock)
            {
                return (_unreachableSince != 0 ? 1e6 : 0) + ((_assigned.Count + 1.0) / (limit ?? remote.KnownSite?.Facts.Processors ?? 1));
            }
        }
    }

    /// <summary>Whether the last poll asked the machine, and did not answer from what was known.</summary>
    public bool IsFresh { get; private set; }

    /// <summary>Counts a job as this machine's until <see cref="Release"/>.</summary>
    public void Assign(string job)
    {
        lock (_lock)
        {
            _assigned.Add(job);
        }
    }

    /// <summary>The job is over, or another machine's.</summary>
    public void Release(string job)
    {
        lock (_lock)
        {
            _assigned.Remove(job);
            _lastSeen.Remove(job);
            _told.Remove(job);
            _outcomes.Remove(job);
        }
    }

    /// <summary>What a queue that is followed says about jobs. Those of other dispatchers are nothing to us.</summary>
    public void Tell(string queue, IEnumerable<QueueLine> news)
    {
        lock (_lock)
        {
            _followed.Add(queue);
            foreach (QueueLine line in news)
            {
                if (line.Word == QueueWord.Look)
                {
                    _askedAt = null;
                }
                else if (_assigned.Contains(line.Job))
                {
                    Note(line);
                }
            }
        }
    }

    /// <summary>A queue cannot be followed for now: only questions tell what happens there.</summary>
    public void HearNoMore(string queue)
    {
        lock (_lock)
        {
            _followed.Remove(queue);
        }
    }

    /// <summary>The outcome of a job, if it was told; it is told once.</summary>
    public ReadOnlyMemory<byte>? TakeOutcome(string job)
    {
        lock (_lock)
        {
            return _outcomes.Remove(job, out ReadOnlyMemory<byte> outcome) ? outcome : (ReadOnlyMemory<byte>?)null;
        }
    }

    /// <summary>The machine was just looked at, while something was handed over.</summary>
    public void HandedOver()
    {
        lock (_lock)
        {
            _askedAt = clock.GetTimestamp();
        }
    }

    /// <summary>What was heard last is out of date: the next poll asks.</summary>
    public void AskNext()
    {
        lock (_lock)
        {
            _askedAt = null;
        }
    }

    /// <summary>Remembers a queue whose workers are to be kept going.</summary>
    public void Keep(JobQueue queue)
    {
        lock (_lock)
        {
            _queues[queue.Name] = queue;
        }
    }

    public JobQueue? QueueNamed(string name)
    {
        lock (_lock)
        {
            return _queues.GetValueOrDefault(name);
        }
    }

    /// <summary>Where jobs stand. A machine that does not answer in time leaves them as they were last seen, until the patience ends; then they are unknown.</summary>
    public async Task<IReadOnlyDictionary<string, JobReport>> PollAsync(IReadOnlyList<JobName> jobs, TimeSpan answerWithin, TimeSpan patience, CancellationToken cancellationToken)
    {
        IsFresh = false;
        if (_asking is null && Heard(jobs) is { } heard)
        {
            return heard;
        }

        _asking ??= AskAsync(jobs, CancellationToken.None);
        try
        {
            IReadOnlyDictionary<string, JobReport> answer = await _asking.WaitAsync(answerWithin, clock, cancellationToken).ConfigureAwait(false);
            _asking = null;
            (_unreachableSince, _askedAt, IsFresh) = (0, clock.GetTimestamp(), true);
            return Remember(jobs, answer);
        }
        catch (TimeoutException)
        {
            return LastSeen(jobs, patience, $"no answer within {answerWithin.TotalSeconds:0.#} s");
        }
        catch (ChannelException e)
        {
            _asking = null;
            return LastSeen(jobs, patience, e.Message);
        }
    }

    public ValueTask DisposeAsync() => remote.DisposeAsync();

    private async Task<IReadOnlyDictionary<string, JobReport>> AskAsync(IReadOnlyList<JobName> jobs, CancellationToken cancellationToken)
    {
        RemoteSite site = await remote.SiteAsync(cancellationToken).ConfigureAwait(false);
        List<JobQueue> queues = [.. jobs.Select(job => job.Queue).Where(queue => queue.Length > 0).Distinct()
            // One that was filled before this dispatcher began has its leader there already.
            .Select(name => QueueNamed(name) ?? new JobQueue(name, default, Workers(site)))];
        return await site.Jobs.PollAsync(jobs, queues, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The answer without asking, where nothing new is to be expected from a question; null otherwise.</summary>
    private Dictionary<string, JobReport>? Heard(IReadOnlyList<JobName> jobs)
    {
        lock (_lock)
        {
            int told = jobs.Count(job => _told.Contains(job.Name));
            bool isFollowed = jobs.All(job => _followed.Contains(job.Queue));
            bool isRecent = _askedAt is { } at && clock.GetElapsedTime(at) < (told > 0 || isFollowed ? AskWhileTold : AskOtherwise);
            if (told < jobs.Count && !isRecent)
            {
                return null;
            }

            foreach (string job in jobs.Select(job => job.Name).Where(_told.Remove))
            {
                _lastSeen[job] = new JobReport(job, JobStage.Ended);
                _assigned.Remove(job);
            }

            return Known(jobs);
        }
    }

    private void Note(QueueLine line)
    {
        if (line.Word == QueueWord.Running)
        {
            _lastSeen[line.Job] = new JobReport(line.Job, JobStage.Running);
            return;
        }

        _told.Add(line.Job);
        if (line.Outcome is { } outcome)
        {
            _outcomes[line.Job] = outcome;
        }
    }

    private Dictionary<string, JobReport> Known(IReadOnlyList<JobName> jobs) =>
        jobs.Select(job => job.Name).Distinct().ToDictionary(job => job, job => _lastSeen.GetValueOrDefault(job, new JobReport(job, JobStage.Waiting)));

    private Dictionary<string, JobReport> Remember(IReadOnlyList<JobName> jobs, IReadOnlyDictionary<string, JobReport> answer)
    {
        lock (_lock)
        {
            foreach ((string job, JobReport report) in answer)
            {
                _lastSeen[job] = report;
                _ = SshJobStages.IsOver(report.Stage) ? _assigned.Remove(job) : _assigned.Add(job);
            }

            // A job that is not in the answer was not yet asked about: the question was still under way from an earlier poll.
            return Known(jobs);
        }
    }

    private Dictionary<string, JobReport> LastSeen(IReadOnlyList<JobName> jobs, TimeSpan patience, string reason)
    {
        if (_unreachableSince == 0)
        {
            _unreachableSince = clock.GetTimestamp();
            RemoteLog.Unreachable(logger, Name, reason);
        }

        bool givenUp = clock.GetElapsedTime(_unreachableSince) > patience;
        lock (_lock)
        {
            return givenUp ? jobs.Select(job => job.Name).Distinct().ToDictionary(job => job, job => new JobReport(job, JobStage.Unknown)) : Known(jobs);
        }
    }
}
