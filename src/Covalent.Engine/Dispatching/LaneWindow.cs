namespace Covalent.Engine.Dispatching;

/// <summary>How many attempts a driver may hold. Long tasks are handed over one per free slot, so that priorities and fairness mean something;
/// short ones ahead of time, so that the slots never run dry between two passes of the engine.</summary>
/// <param name="limit">Attempts that run at once.</param>
/// <param name="queueAhead">Most attempts that may wait inside the driver.</param>
internal sealed class LaneWindow(int limit, int queueAhead)
{
    // What may wait inside a driver is worth this much running time per slot.
    private const double AheadTicks = 5 * TimeSpan.TicksPerMillisecond;
    private double _averageTicks = -1;

    public int Size { get; private set; } = limit;

    public int Limit { get; } = limit;

    /// <summary>Takes note of how long an attempt ran.</summary>
    public void Observe(long ticks)
    {
        if (queueAhead == 0)
        {
            return;
        }

        var sample = Math.Max(ticks, 1);
        // Long samples count at once, short ones slowly: handing over too much hurts more than too little.
        _averageTicks = _averageTicks < 0 || sample > _averageTicks * 8 ? sample : _averageTicks + ((sample - _averageTicks) / 16);
        var ahead = Math.Min(queueAhead, AheadTicks / _averageTicks * Limit);
        Size = Limit + (int)ahead;
    }
}
