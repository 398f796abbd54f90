using System.Diagnostics.CodeAnalysis;

namespace Covalent.Quantum.Simulation.Threading;

/// <summary>
/// Threads that help with one piece of work at a time. Between works they spin for a moment and then sleep, so that a stream of
/// circuits pays no wake-up and an idle process no processor time.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Teams live as long as the process.")]
internal sealed class SimulatorTeam
{
    private const int SpinsBeforeSleep = 2000;

    private static readonly Lock TeamsLock = new();
    private static readonly Dictionary<int, SimulatorTeam> Teams = [];

    private readonly Lock _busy = new();
    private readonly SemaphoreSlim _sleepers = new(0);
    private volatile ITeamWork? _work;
    private int _epoch;
    private int _asleep;

    private SimulatorTeam(int size)
    {
        for (int index = 1; index < size; index++)
        {
            int own = index;
            new Thread(() => Serve(own)) { IsBackground = true, Name = $"Covalent simulator {index}" }.Start();
        }
    }

    /// <summary>
    /// Runs the work with the help of other threads and returns when it is complete. A team that is busy with another circuit is not
    /// waited for: the calling thread then works alone, which is also the fastest for many small circuits side by side.
    /// </summary>
    public static void Run(ITeamWork work, int threads)
    {
        var team = threads > 1 ? Get(threads) : null;
        if (team == null || !team._busy.TryEnter())
        {
            work.Run(0);
            return;
        }

        try
        {
            team.RunTogether(work);
        }
        finally
        {
            team._busy.Exit();
        }
    }

    private static SimulatorTeam Get(int size)
    {
        lock (TeamsLock)
        {
            if (!Teams.TryGetValue(size, out var team))
            {
                Teams[size] = team = new(size);
            }

            return team;
        }
    }

    private void RunTogether(ITeamWork work)
    {
        _work = work;
        Interlocked.Increment(ref _epoch);
        int asleep = Volatile.Read(ref _asleep);
        if (asleep > 0)
        {
            _sleepers.Release(asleep);
        }

        work.Run(0);
        _work = null;
    }

    private void Serve(int index)
    {
        int seen = 0;
        while (true)
        {
            seen = AwaitNext(seen);
            _work?.Run(index);
        }
    }

    private int AwaitNext(int seen)
    {
        for (int spins = 0; spins < SpinsBeforeSleep; spins++)
        {
            if (Volatile.Read(ref _epoch) != seen)
            {
                return Volatile.Read(ref _epoch);
            }

            Thread.SpinWait(8);
        }

        Interlocked.Increment(ref _asleep);
        while (Volatile.Read(ref _epoch) == seen)
        {
            _sleepers.Wait();
        }

        Interlocked.Decrement(ref _asleep);
        return Volatile.Read(ref _epoch);
    }
}
