using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Adjoint;

/// <summary>
/// All one-qubit gates of a chain at once. A gate's generator n·σ, moved behind the later gates V of the chain, is V(n·σ)V† = m·σ,
/// so three sums are enough however long the chain is.
/// </summary>
internal sealed unsafe class ChainProbe(int[] chain, int position) : GradientProbe(3)
{
    public override void Read(GradientKernels kernels, in GradientTile tile, double* sums) =>
        Add(kernels.OneQubit(tile.Bra, tile.Ket, tile.TileQubits, position), sums);

    /// <summary>Reads, and undoes the chain by its call in the same pass.</summary>
    public static void ReadAndUndo(GradientKernels kernels, in GradientTile tile, KernelCall* call, double* sums) =>
        Add(kernels.Undo(call, tile.Bra, tile.Ket, tile.TileQubits), sums);

    private static void Add(in CrossPaulis cross, double* sums)
    {
        sums[0] += cross.X;
        sums[1] += cross.Y;
        sums[2] += cross.Z;
    }

    public override void Finish(ReadOnlySpan<double> sums, BoundGates gates, Span<double> gradient)
    {
        var later = Matrix2.Identity;
        for (int index = chain.Length - 1; index >= 0; index--)
        {
            int gate = chain[index];
            var matrix = gates.Matrix2(gate);
            if (gates[gate].IsComputed)
            {
                FinishComputed(gate, matrix, later, sums, gates, gradient);
            }
            else if (gates.IsTrainable(gate))
            {
                AddAngle(gates.Angle(gate), Mean(later * Generator(gates[gate].Kind) * later.Adjoint, sums), gradient);
            }

            later *= matrix;
        }
    }

    private static void FinishComputed(int gate, in Matrix2 matrix, in Matrix2 later, ReadOnlySpan<double> sums, BoundGates gates, Span<double> gradient)
    {
        var source = gates.Source(gate);
        for (int k = 0; k < source.Count; k++)
        {
            // dU·U† = -i/2·(generator): the generator, up to a phase that does not count, is 2i·dU·U†.
            var d = gates.Derivative(gate, k);
            var generator = (2 * Complex.ImaginaryOne) * (new Matrix2(d[0], d[1], d[2], d[3]) * matrix.Adjoint);
            gradient[source.First + k] += Mean(later * generator * later.Adjoint, sums);
        }
    }

    private static double Mean(in Matrix2 generator, ReadOnlySpan<double> sums) =>
        (((generator.M01 + generator.M10).Real / 2) * sums[0])
        + (((generator.M10 - generator.M01).Imaginary / 2) * sums[1])
        + (((generator.M00 - generator.M11).Real / 2) * sums[2]);

    /// <summary>P of exp(-iθ/2·P); a phase shift is a Z rotation up to a phase that does not count.</summary>
    private static Matrix2 Generator(Planning.KernelGateKind kind) => kind switch
    {
        Planning.KernelGateKind.RotationX => Matrix2.PauliX,
        Planning.KernelGateKind.RotationY => Matrix2.PauliY,
        _ => Matrix2.PauliZ,
    };
}
