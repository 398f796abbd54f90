namespace Covalent.Core.Execution;

/// <summary>Judges whether a job that the back end does not know is lost: only after several answers in a row that are spread over some time. A queue
/// whose controller restarts knows nothing for a moment, and young jobs are asked about many times a second.</summary>
internal sealed class LossWatch(RemoteExecutor executor, TimeProvider clock)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(3);
    private int _unknowns;
    private long _since;

    /// <returns>Whether the job is lost, as far as can be told.</returns>
    public bool Note(JobStatus status)
    {
        if (status.State != JobState.Unknown)
        {
            _unknowns = 0;
            return false;
        }

        if (_unknowns++ == 0)
        {
            _since = clock.GetTimestamp();
        }

        return _unknowns >= executor.UnknownPatience && clock.GetElapsedTime(_since) >= Time;
    }

    // Never longer than the pauses between so many polls would be by themselves.
    private TimeSpan Time
    {
        get
        {
            var usual = TimeSpan.FromSeconds(Math.Max(0, executor.PollFreq) * Math.Max(0, executor.UnknownPatience - 1));
            return usual < Least ? usual : Least;
        }
    }
}
