using System.Runtime.InteropServices;

namespace Covalent.Quantum.Simulation.Threading;

/// <summary>Hands out the parts of one step and knows when all are done. One cache line, so that steps do not disturb each other.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct PartCounter
{
    private const int SpinsBeforeYield = 4000;

    [FieldOffset(0)]
    private int _taken;

    [FieldOffset(4)]
    private int _done;

    /// <summary>Takes the next of <paramref name="parts"/> parts.</summary>
    public bool TryTake(int parts, out int part)
    {
        part = Interlocked.Increment(ref _taken) - 1;
        return part < parts;
    }

    /// <summary>Says that a part is done.</summary>
    public void Complete() => Interlocked.Increment(ref _done);

    /// <summary>Waits until all parts are done.</summary>
    public readonly void Await(int parts)
    {
        // Spinning first: the others are rarely far behind. Then let them have the processor, in case it is theirs we hold.
        for (int spins = 0; Volatile.Read(in _done) < parts; spins++)
        {
            if (spins < SpinsBeforeYield)
            {
                Thread.SpinWait(4);
            }
            else
            {
                Thread.Yield();
            }
        }
    }
}
