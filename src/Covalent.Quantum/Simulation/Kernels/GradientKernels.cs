using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>What a gradient needs besides the kernels that move a state: sums over two states, and an observable applied to one.</summary>
internal abstract unsafe class GradientKernels
{
    /// <summary>Real part of ⟨bra|ket⟩ over a stretch of amplitudes.</summary>
    public abstract double Dot(void* bra, void* ket, nint amplitudes);

    /// <summary>Cross sums of the three Pauli matrices on one tile position.</summary>
    public abstract CrossPaulis OneQubit(void* bra, void* ket, int tileQubits, int position);

    /// <summary>Cross sums of the qubit of a bound one-qubit call, which then runs on both states.</summary>
    public abstract CrossPaulis Undo(KernelCall* call, void* bra, void* ket, int tileQubits);

    /// <summary>Cross sum of a Pauli word under a projector on controls.</summary>
    public abstract double Word(PauliTileTerm* term, ulong controls, ulong values, void* bra, void* ket, int tileQubits);

    /// <summary>Cross sums of all Z words, added to the results.</summary>
    public abstract void Diagonal(PauliTileTerms* terms, void* bra, void* ket, int tileQubits, ulong outerBits, void* scratch, double* results);

    /// <summary>Real part of the sum of conj(bra)·matrix·ket on some tile positions.</summary>
    public abstract double Matrix(
        ReadOnlySpan<int> positions, ReadOnlySpan<Complex> matrix, ulong controls, ulong values, void* bra, void* ket, int tileQubits);

    /// <summary>target (+)= sum of c·P·source.</summary>
    public abstract void Apply(PauliTileTerms* terms, void* source, void* target, int tileQubits, ulong outerBits, void* scratch, bool add);

    /// <summary>Scratch bytes of <see cref="Apply"/>.</summary>
    public abstract int ApplyScratchBytes(int flippingTerms);
}

/// <inheritdoc/>
internal sealed unsafe class GradientKernels<TVector, TReal> : GradientKernels
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    public override double Dot(void* bra, void* ket, nint amplitudes) => CrossPauliKernel<TVector, TReal>.Dot(bra, ket, amplitudes);

    public override CrossPaulis OneQubit(void* bra, void* ket, int tileQubits, int position) =>
        CrossPauliKernel<TVector, TReal>.OneQubit(bra, ket, tileQubits, position);

    public override CrossPaulis Undo(KernelCall* call, void* bra, void* ket, int tileQubits) => UndoKernel<TVector, TReal>.Run(call, bra, ket, tileQubits);

    public override double Word(PauliTileTerm* term, ulong controls, ulong values, void* bra, void* ket, int tileQubits) =>
        CrossPauliKernel<TVector, TReal>.Word(term, controls, values, bra, ket, tileQubits);

    public override void Diagonal(PauliTileTerms* terms, void* bra, void* ket, int tileQubits, ulong outerBits, void* scratch, double* results) =>
        PauliMeanKernel<TVector, TReal>.CrossDiagonal(terms, bra, ket, tileQubits, outerBits, scratch, results);

    public override double Matrix(
        ReadOnlySpan<int> positions, ReadOnlySpan<Complex> matrix, ulong controls, ulong values, void* bra, void* ket, int tileQubits) =>
        CrossPauliKernel<TVector, TReal>.Matrix(positions, matrix, controls, values, bra, ket, tileQubits);

    public override void Apply(PauliTileTerms* terms, void* source, void* target, int tileQubits, ulong outerBits, void* scratch, bool add) =>
        PauliApplyKernel<TVector, TReal>.Apply(terms, source, target, tileQubits, outerBits, scratch, add);

    public override int ApplyScratchBytes(int flippingTerms) => PauliApplyKernel<TVector, TReal>.ScratchBytes(flippingTerms);
}
