using System.Numerics;
using Covalent.Quantum.Gates;

namespace Covalent.Quantum;

/// <summary>e^{iφ} on the first basis states, e^{−iφ} on the others (<c>PCPhase</c>).</summary>
public sealed class ProjectorPhase : OneAngleUnitary
{
    /// <summary>Makes the gate.</summary>
    /// <param name="angle">φ in radians.</param>
    /// <param name="dimension">How many basis states, from |0…0⟩ on, get e^{iφ}.</param>
    /// <param name="wires">The wires.</param>
    /// <exception cref="ArgumentException">The dimension is negative or larger than 2^wires.</exception>
    public ProjectorPhase(Parameter angle, int dimension, Wires wires)
        : base("PCPhase", angle, wires)
    {
        if (dimension < 0 || dimension > 1L << wires.Count)
        {
            throw new ArgumentException($"{Name} was given dimension {dimension} for {wires.Count} wires; it must lie between 0 and 2^{wires.Count}.", nameof(dimension));
        }

        Dimension = dimension;
    }

    /// <summary>How many basis states get e^{iφ}.</summary>
    public int Dimension { get; }

    internal override GateForm? Form(ReadOnlySpan<double> parameters)
    {
        var phases = new Complex[1 << Wires.Count];
        for (var i = 0; i < phases.Length; i++)
        {
            phases[i] = Complex.FromPolarCoordinates(1, i < Dimension ? parameters[0] : -parameters[0]);
        }

        return GateForm.Diagonal(phases);
    }

    private protected override bool EqualsCore(Operation other) => Dimension == ((ProjectorPhase)other).Dimension;

    private protected override Operation With(Parameter angle, Wires wires) => new ProjectorPhase(angle, Dimension, wires);
}
