using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Simulation.Adjoint;

/// <summary>
/// A place on the way back where derivatives are read: sums over the present ψ and λ, taken tile by tile, that afterwards give the
/// derivatives by the parameters of one or more gates.
/// </summary>
internal abstract unsafe class GradientProbe(int sums)
{
    /// <summary>Number of sums.</summary>
    public int Sums { get; } = sums;

    /// <summary>First sum of this probe in the results of its sweep.</summary>
    public int Offset { get; set; }

    /// <summary>Working memory the probe needs.</summary>
    public virtual int ScratchBytes => 0;

    /// <summary>Adds one tile's part to the sums.</summary>
    public abstract void Read(GradientKernels kernels, in GradientTile tile, double* sums);

    /// <summary>Adds the derivatives that follow from the sums to those by the circuit's parameters.</summary>
    public abstract void Finish(ReadOnlySpan<double> sums, BoundGates gates, Span<double> gradient);

    /// <summary>Adds a derivative by an angle.</summary>
    protected static void AddAngle(KernelAngle angle, double derivative, Span<double> gradient)
    {
        if (angle.Parameter >= 0)
        {
            gradient[angle.Parameter] += angle.Factor * derivative;
        }
    }
}

/// <summary>A tile of both states.</summary>
internal readonly unsafe ref struct GradientTile(void* bra, void* ket, int tileQubits, ulong outerBits, void* scratch)
{
    public void* Bra { get; } = bra;

    public void* Ket { get; } = ket;

    public int TileQubits { get; } = tileQubits;

    public ulong OuterBits { get; } = outerBits;

    public void* Scratch { get; } = scratch;
}

/// <summary>The gates of a gradient with their present angles and matrices.</summary>
internal sealed class BoundGates(KernelGate[] gates, KernelAngle[] angles, MatrixSource[] sources, ProgramBinder binder)
{
    private double[] _parameters = [];

    public void Bind(ReadOnlySpan<double> parameters)
    {
        binder.Bind(parameters);
        _parameters = parameters.ToArray();
    }

    public ref readonly KernelGate this[int index] => ref gates[index];

    public KernelAngle Angle(int gate) => angles[gates[gate].Slot];

    public Matrix2 Matrix2(int gate) => binder.GateMatrix(gate);

    public bool IsTrainable(int gate) => gates[gate].IsComputed || (gates[gate].Slot >= 0 && Angle(gate).Parameter >= 0);

    public MatrixSource Source(int gate) => Array.Find(sources, source => source.Matrix == gates[gate].Matrix)!;

    /// <summary>Derivative of a computed gate's entries by its k-th parameter.</summary>
    public Complex[] Derivative(int gate, int k)
    {
        var source = Source(gate);
        return MatrixCalculus.Derivative(source.Compute, _parameters.AsSpan(source.First, source.Count), k);
    }

    /// <summary>Entries of a computed gate.</summary>
    public Complex[] Entries(int gate)
    {
        var source = Source(gate);
        return source.Compute(_parameters.AsSpan(source.First, source.Count));
    }
}
