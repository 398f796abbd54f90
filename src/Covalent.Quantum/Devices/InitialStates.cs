using System.Numerics;
using Covalent.Quantum.Circuits;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Devices;

/// <summary>Joins the preparations of a circuit into one initial state of the register.</summary>
internal static class InitialStates
{
    public static InitialState Of(CircuitStructure structure, RegisterMap register, IStateFactory simulator)
    {
        var preparations = structure.Operations.OfType<StatePreparation>().ToList();
        if (preparations.OfType<DensityMatrixPreparation>().FirstOrDefault() is { } mixed)
        {
            return simulator.IsMixed
                ? new(0, null, Density(preparations, register))
                : throw new DeviceException(simulator.Name, $"{mixed.Name} on wires {mixed.Wires} is a mixed state; use default.mixed.");
        }

        return preparations.Exists(static preparation => preparation is StateVectorPreparation)
            ? new(0, Amplitudes(preparations, register), null)
            : new(BasisIndex(preparations, register), null, null);
    }

    private static ulong BasisIndex(IEnumerable<StatePreparation> preparations, RegisterMap register)
    {
        var index = 0UL;
        foreach (var preparation in preparations.OfType<BasisState>())
        {
            for (var i = 0; i < preparation.Bits.Count; i++)
            {
                if (preparation.Bits[i] == 1)
                {
                    index |= 1UL << (register.ActiveCount - 1 - register.PositionOf(preparation.Wires[i]));
                }
            }
        }

        return index;
    }

    private static Complex[] Amplitudes(List<StatePreparation> preparations, RegisterMap register)
    {
        var fixedIndex = BasisIndex(preparations, register);
        var vectors = preparations.OfType<StateVectorPreparation>()
            .Select(preparation => (preparation.Amplitudes, Layout: new BitLayout(register.ActiveCount, register.PositionsOf(preparation.Wires), [])))
            .ToArray();
        var free = vectors.Aggregate(0L, static (mask, vector) => mask | vector.Layout.Scatter(-1));
        var result = new Complex[1L << register.ActiveCount];
        for (var index = 0L; index < result.Length; index++)
        {
            if ((index & ~free) == (long)fixedIndex)
            {
                result[index] = vectors.Aggregate(Complex.One, (product, vector) => product * vector.Amplitudes[vector.Layout.Gather(index)]);
            }
        }

        return result;
    }

    private static SquareMatrix Density(List<StatePreparation> preparations, RegisterMap register)
    {
        var order = Wires.None;
        var product = SquareMatrix.Identity(1);
        foreach (var preparation in preparations.Where(preparation => register.PositionOf(preparation.Wires[0]) >= 0))
        {
            order = order.Concat(preparation.Wires);
            product = product.Kronecker(DensityOf(preparation));
        }

        foreach (var wire in register.Active.Where(wire => !order.Contains(wire)))
        {
            order = order.Concat(wire);
            product = product.Kronecker(new(2, [1, 0, 0, 0]));
        }

        return Embedding.Expand(product, order, register.Active);
    }

    private static SquareMatrix DensityOf(StatePreparation preparation)
    {
        if (preparation is DensityMatrixPreparation mixed)
        {
            return mixed.Density;
        }

        var vector = new Complex[1 << preparation.Wires.Count];
        if (preparation is StateVectorPreparation pure)
        {
            pure.Amplitudes.ToArray().CopyTo(vector, 0);
        }
        else
        {
            vector[BitText.IndexOf(((BasisState)preparation).Bits)] = 1;
        }

        var matrix = new SquareMatrix(vector.Length);
        for (var row = 0; row < vector.Length; row++)
        {
            for (var column = 0; column < vector.Length; column++)
            {
                matrix[row, column] = vector[row] * Complex.Conjugate(vector[column]);
            }
        }

        return matrix;
    }
}
