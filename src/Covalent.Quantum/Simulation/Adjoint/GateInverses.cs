using System.Numerics;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Simulation.Adjoint;

/// <summary>A list of gates followed by their inverses, with the angles and matrices of both.</summary>
internal sealed class GateInverses
{
    private readonly List<KernelAngle> _angles;
    private readonly List<Complex[]> _matrices;
    private readonly List<MatrixSource> _sources;

    public GateInverses(KernelGate[] gates, KernelAngle[] angles, Complex[][] matrices, MatrixSource[] sources)
    {
        _angles = [.. angles];
        _matrices = [.. matrices];
        _sources = [.. sources];
        Gates = new KernelGate[2 * gates.Length];
        for (int index = 0; index < gates.Length; index++)
        {
            Gates[index] = gates[index];
            Gates[gates.Length + index] = Inverse(gates[index]);
        }
    }

    /// <summary>Gate i, and at i + n its inverse.</summary>
    public KernelGate[] Gates { get; }

    public KernelAngle[] Angles => [.. _angles];

    public Complex[][] Matrices => [.. _matrices];

    public MatrixSource[] Sources => [.. _sources];

    private KernelGate Inverse(KernelGate gate)
    {
        if (gate.Matrix < 0)
        {
            _angles.Add(-1 * _angles[gate.Slot]);
            return gate with { Slot = _angles.Count - 1 };
        }

        if (gate.IsFlip)
        {
            return gate;
        }

        _matrices.Add(Entries(gate, _matrices[gate.Matrix]));
        if (gate.IsComputed)
        {
            var source = _sources.Find(candidate => candidate.Matrix == gate.Matrix)!;
            _sources.Add(new(_matrices.Count - 1, source.First, source.Count, parameters => Entries(gate, source.Compute(parameters))));
        }

        return gate with { Matrix = _matrices.Count - 1, Destinations = Destinations(gate) };
    }

    private static Complex[] Entries(KernelGate gate, Complex[] entries)
    {
        switch (gate.Kind)
        {
            case KernelGateKind.DiagonalTable:
                return Array.ConvertAll(entries, Complex.Conjugate);
            case KernelGateKind.Permutation:
                var phases = new Complex[entries.Length];
                for (int entry = 0; entry < entries.Length; entry++)
                {
                    phases[gate.Destinations[entry]] = Complex.Conjugate(entries[entry]);
                }

                return phases;
            default:
                return MatrixCalculus.Adjoint(entries);
        }
    }

    private static int[] Destinations(KernelGate gate)
    {
        var inverse = new int[gate.Destinations.Length];
        for (int entry = 0; entry < inverse.Length; entry++)
        {
            inverse[gate.Destinations[entry]] = entry;
        }

        return inverse;
    }
}
