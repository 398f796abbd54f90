using System.Diagnostics.CodeAnalysis;

namespace Covalent.Quantum.Simulation.Threading;

/// <summary>
/// Threads that run one piece of work together. Between works they spin for a moment and then sleep, so that a stream of
/// circuits pays no wake-up and an idle process no processor time. The calling thread is a member itself.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Teams live as long as the process.")]
internal sealed class SimulatorTeam
{
    private const int SpinsBeforeSleep = 4000;

    private static readonly Lock TeamsLock = new();
    private static readonly Dictionary<int, SimulatorTeam> Teams = [];

    private readonly Lock _busy = new();
    private readonly SemaphoreSlim _sleepers = new(0);
    private readonly int _size;
    private ITeamWork? _work;
    private int _epoch;
    private int _asleep;
    private int _arrived;
    private int _phase;

    private SimulatorTeam(int size)
    {
        _size = size;
        for (int index = 1; index < size; index++)
        {
            int own = index;
            new Thread(() => Serve(own)) { IsBackground = true, Name = $"Covalent simulator {index}" }.Start();
        }
    }

    /// <summary>
    /// Runs the work on <paramref name="threads"/> threads and returns when all are done. A team that is busy with another circuit
    /// is not waited for: the work then runs on the calling thread alone, which is also the fastest for many small circuits.
    /// </summary>
    public static void Run(ITeamWork work, int threads)
    {
        if (threads <= 1)
        {
            work.Run(new(null, 0, 1));
            return;
        }

        Get(threads).RunTogether(work);
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
        if (!_busy.TryEnter())
        {
            work.Run(new(null, 0, 1));
            return;
        }

        try
        {
            _work = work;
            Interlocked.Increment(ref _epoch);
            int asleep = Volatile.Read(ref _asleep);
            if (asleep > 0)
            {
                _sleepers.Release(asleep);
            }

            work.Run(new(this, 0, _size));
            Meet();
            _work = null;
        }
        finally
        {
            _busy.Exit();
        }
    }

    internal void Meet()
    {
        int phase = Volatile.Read(ref _phase);
        if (Interlocked.Increment(ref _arrived) == _size)
        {
            Volatile.Write(ref _arrived, 0);
            Interlocked.Increment(ref _phase);
            return;
        }

        // Spinning first: the others are rarely far behind. Then let them have the processor, in case it is theirs we hold.
        for (int spins = 0; Volatile.Read(ref _phase) == phase; spins++)
        {
            if (spins < SpinsBeforeSleep)
            {
                Thread.SpinWait(4);
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    private void Serve(int index)
    {
        int seen = 0;
        while (true)
        {
            seen = AwaitNext(seen);
            _work!.Run(new(this, index, _size));
            Meet();
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
