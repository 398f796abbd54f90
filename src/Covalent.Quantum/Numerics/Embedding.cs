using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Numerics;

/// <summary>Extends a matrix over some wires to a longer list of wires.</summary>
internal static class Embedding
{
    public static void RequireWires(Observable observable, Wires order)
    {
        foreach (var wire in observable.Wires)
        {
            if (!order.Contains(wire))
            {
                throw new ArgumentException($"The wire order {order} lacks wire {wire} of {observable}.", nameof(order));
            }
        }
    }

    public static SquareMatrix Expand(SquareMatrix matrix, Wires wires, Wires order)
    {
        if (wires.Equals(order))
        {
            return matrix;
        }

        // Position, counted from the least significant bit, of each wire of the small matrix in the large index.
        var shifts = wires.Select(wire => order.Count - 1 - order.IndexOf(wire)).ToArray();
        var mask = shifts.Aggregate(0, static (bits, shift) => bits | (1 << shift));
        var result = new SquareMatrix(1 << order.Count);
        for (var row = 0; row < result.Size; row++)
        {
            var small = Gather(row, shifts);
            for (var column = 0; column < matrix.Size; column++)
            {
                result[row, (row & ~mask) | Scatter(column, shifts)] = matrix[small, column];
            }
        }

        return result;
    }

    /// <summary>The matrix over some of the wires after tracing out the others.</summary>
    public static SquareMatrix PartialTrace(SquareMatrix matrix, Wires wires, Wires kept)
    {
        if (wires.Equals(kept))
        {
            return matrix;
        }

        var shifts = kept.Select(wire => wires.Count - 1 - wires.IndexOf(wire)).ToArray();
        var mask = shifts.Aggregate(0, static (bits, shift) => bits | (1 << shift));
        var result = new SquareMatrix(1 << kept.Count);
        for (var rest = 0; rest < matrix.Size; rest++)
        {
            if ((rest & mask) != 0)
            {
                continue;
            }

            for (var row = 0; row < result.Size; row++)
            {
                for (var column = 0; column < result.Size; column++)
                {
                    result[row, column] += matrix[rest | Scatter(row, shifts), rest | Scatter(column, shifts)];
                }
            }
        }

        return result;
    }

    private static int Gather(int index, int[] shifts)
    {
        var bits = 0;
        foreach (var shift in shifts)
        {
            bits = (bits << 1) | ((index >> shift) & 1);
        }

        return bits;
    }

    private static int Scatter(int bits, int[] shifts)
    {
        var index = 0;
        for (var i = 0; i < shifts.Length; i++)
        {
            index |= ((bits >> (shifts.Length - 1 - i)) & 1) << shifts[i];
        }

        return index;
    }
}
