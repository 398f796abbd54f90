namespace Covalent.Engine.Dispatching;

/// <summary>Wakes the engine's thread. Rung any number of times, also after everything else is over, it wakes it once.</summary>
internal sealed class Bell
{
    private readonly object _gate = new();
    private int _isRung;

    public void Ring()
    {
        if (Interlocked.Exchange(ref _isRung, 1) != 0)
        {
            return;
        }

        lock (_gate)
        {
            Monitor.Pulse(_gate);
        }
    }

    public void Wait()
    {
        lock (_gate)
        {
            while (Volatile.Read(ref _isRung) == 0)
            {
                Monitor.Wait(_gate);
            }

            Volatile.Write(ref _isRung, 0);
        }
    }
}
