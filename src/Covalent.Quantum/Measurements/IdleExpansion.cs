using Covalent.Quantum.Devices;

namespace Covalent.Quantum.Measurements;

/// <summary>Puts an array over the simulated wires of a list into the array over the whole list, where idle wires are |0⟩.</summary>
internal sealed class IdleExpansion
{
    private readonly int[]? activeShifts;

    private readonly int count;

    public IdleExpansion(Wires wires, RegisterMap register)
    {
        count = wires.Count;
        var active = Enumerable.Range(0, wires.Count).Where(i => register.PositionOf(wires[i]) >= 0).ToArray();
        ActivePositions = [.. active.Select(i => register.PositionOf(wires[i]))];
        activeShifts = active.Length == wires.Count ? null : [.. active.Select(i => wires.Count - 1 - i)];
    }

    /// <summary>Positions of the simulated wires in the list's order.</summary>
    public int[] ActivePositions { get; }

    public T[] Expand<T>(T[] values)
    {
        if (activeShifts is null)
        {
            return values;
        }

        var result = new T[1L << count];
        for (var index = 0; index < values.Length; index++)
        {
            var target = 0L;
            for (var bit = 0; bit < activeShifts.Length; bit++)
            {
                target |= (long)((index >> (activeShifts.Length - 1 - bit)) & 1) << activeShifts[bit];
            }

            result[target] = values[index];
        }

        return result;
    }
}
