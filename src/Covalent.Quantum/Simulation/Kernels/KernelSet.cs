using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>All kernels of one instruction set and precision behind one face, so that planning and running know neither.</summary>
internal abstract unsafe class KernelSet
{
    /// <summary>Instruction set the kernels were written for.</summary>
    public abstract InstructionSet InstructionSet { get; }

    /// <summary>Precision of the amplitudes.</summary>
    public abstract Precision Precision { get; }

    /// <summary>Qubits inside one register.</summary>
    public abstract int LaneQubits { get; }

    /// <summary>Bytes of one complex amplitude.</summary>
    public int AmplitudeBytes => Precision == Precision.Double ? 16 : 8;

    /// <summary>Bytes of factor pairs an operation may need.</summary>
    public int CoefficientBytes => ((2 * OperatorCoefficients.Length) + 8) * AmplitudeBytes / 2;

    /// <summary>Magnitude the common factor may reach before it must be applied; keeps amplitudes inside the range of the real type.</summary>
    public double LargestFactor => Precision == Precision.Double ? 1e90 : 1e12;

    /// <summary>Diagonal entries below this are not divided by.</summary>
    public double SmallestDivisor => Precision == Precision.Double ? 1e-6 : 0.02;

    /// <summary>Binds a one-qubit operator; the identity becomes no call at all.</summary>
    public abstract void BindSingle(KernelCall* call, int position, in ReducedOperator op);

    /// <summary>Binds two one-qubit operators and their link.</summary>
    public abstract void BindPair(KernelCall* call, int low, int high, in ReducedOperator lowOp, in ReducedOperator highOp, PairLink link, Complex phase);

    /// <summary>A new tangent for a rotation about Y, or about X (<paramref name="isImaginary"/>).</summary>
    public abstract void RewriteTangent(KernelCall* call, bool isUpper, double tangent, bool isImaginary);

    /// <summary>A new phase for an operator that was bound as one.</summary>
    public abstract void RewritePhase(KernelCall* call, bool isUpper, int position, double real, double imaginary);

    /// <summary>A new rotation for an operator that was bound as general, with its upper left entry, whose squared size is given, taken out.</summary>
    public abstract void RewriteGeneral(KernelCall* call, bool isUpper, int position, in Rotation rotation, double size);

    /// <summary>Binds a controlled one-qubit operator; the control masks are set by the caller.</summary>
    public abstract void BindControlled(KernelCall* call, int position, in Matrix2 matrix);

    /// <summary>Binds exp(-i·θ/2·P); the Pauli masks are set by the caller.</summary>
    public abstract void BindPauliRotation(KernelCall* call, double sin, double cos, int countOfY);

    /// <summary>Binds a parity phase; the sign masks are set by the caller.</summary>
    public abstract void BindParityPhase(KernelCall* call, double sin, double cos);

    /// <summary>Binds a factor for all amplitudes.</summary>
    public abstract void BindScale(KernelCall* call, Complex factor);

    /// <summary>Reserves the tables of a phase polynomial on a tile of the given qubits.</summary>
    public abstract void AllocatePhasePolynomial(KernelCall* call, NativeArena arena, ReadOnlySpan<int> tileQubits, int qubits, ulong mentioned);

    /// <summary>Computes the tables from the polynomial's terms, which the caller has written to the payload.</summary>
    public abstract void BindPhasePolynomial(KernelCall* call);

    /// <summary>Reserves the tables of a dense matrix on the given tile positions, first position = lowest matrix index bit.</summary>
    public abstract void AllocateDense(KernelCall* call, NativeArena arena, ReadOnlySpan<int> positions);

    /// <summary>Writes a dense matrix (rows first); the control masks are set by the caller.</summary>
    public abstract void BindDense(KernelCall* call, ReadOnlySpan<int> positions, ReadOnlySpan<Complex> matrix);

    /// <summary>Reserves a diagonal of 2^positions entries; a position or outer qubit is -1 where the other one applies.</summary>
    public abstract void AllocateDiagonalTable(KernelCall* call, NativeArena arena, ReadOnlySpan<int> positions, ReadOnlySpan<int> outerQubits);

    /// <summary>Writes a diagonal entry by entry; the control masks are set by the caller.</summary>
    public abstract void BindDiagonalTable(KernelCall* call, ReadOnlySpan<Complex> entries);

    /// <summary>Reserves and writes the map of a permutation.</summary>
    public abstract void AllocatePermutation(KernelCall* call, NativeArena arena, ReadOnlySpan<int> positions, ReadOnlySpan<int> destinations);

    /// <summary>Writes the phases of a permutation, by source state.</summary>
    public abstract void BindPermutation(KernelCall* call, ReadOnlySpan<Complex> phases);

    /// <summary>Sum of coefficient · mean over the given Pauli words for one tile.</summary>
    public abstract delegate*<PauliTileTerms*, void*, int, ulong, void*, double> PauliMeans { get; }

    /// <summary>Scratch bytes of <see cref="PauliMeans"/>.</summary>
    public abstract int PauliScratchBytes(int diagonalTerms);

    /// <summary>Sums over two states.</summary>
    public abstract GradientKernels Gradients { get; }

    /// <summary>Reads a tile into a buffer.</summary>
    public abstract delegate*<TileShape*, void*, void*, void> Gather { get; }

    /// <summary>Writes a buffer back.</summary>
    public abstract delegate*<TileShape*, void*, void*, void> Scatter { get; }
}
