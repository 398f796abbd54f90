using System.Numerics;
using Covalent.Quantum.Devices;

namespace Covalent.Quantum.Circuits;

/// <summary>The matrix of a circuit, by applying its gates to the identity.</summary>
internal static class CircuitUnitary
{
    private const int MaximumWires = 13;

    public static Complex[,] Of(Circuit circuit, Wires order)
    {
        if (order.Count > MaximumWires)
        {
            throw new InvalidOperationException($"The matrix of a circuit on {order.Count} wires would have 4^{order.Count} entries; matrices are given up to {MaximumWires} wires.");
        }

        var size = 1 << order.Count;
        var entries = new Complex[size * size];
        for (var i = 0; i < size; i++)
        {
            entries[(i * size) + i] = Complex.One;
        }

        foreach (var operation in circuit.Operations.Where(static operation => operation is not Marker))
        {
            Apply(entries, operation, order);
        }

        var matrix = new Complex[size, size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                matrix[row, column] = entries[(row * size) + column];
            }
        }

        return matrix;
    }

    private static void Apply(Complex[] entries, Operation operation, Wires order)
    {
        if (!operation.IsUnitary)
        {
            throw new InvalidOperationException($"{operation.Name} on wires {operation.Wires} is no unitary gate, so the circuit has no matrix.");
        }

        var positions = operation.Wires.Select(order.IndexOf).ToArray();
        if (Array.IndexOf(positions, -1) is var missing and >= 0)
        {
            throw new ArgumentException($"The wire order {order} lacks wire {operation.Wires[missing]} of {operation.Name}.", nameof(order));
        }

        // Rows are the upper half of the bits of an entry's index, so a gate on the rows is a gate on a register of twice the size.
        var form = operation.FormOrThrow();
        ReferenceKernels.Apply(entries, form, new BitLayout(2 * order.Count, form.TargetCount == 0 ? positions.AsSpan(0, form.ControlValues.Length) : positions, form.ControlValues));
    }
}
