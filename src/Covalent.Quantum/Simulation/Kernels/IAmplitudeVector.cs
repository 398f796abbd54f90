using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>
/// One hardware register full of interleaved complex amplitudes (re, im, re, im, …). Kernels are written once against this
/// interface; the JIT specialises them per register type, so the abstraction costs nothing at run time.
/// A register holds 2^<see cref="LaneQubits"/> amplitudes: the lowest qubits live inside it and are reached by permutes.
/// </summary>
internal unsafe interface IAmplitudeVector<TSelf, TReal>
    where TSelf : unmanaged, IAmplitudeVector<TSelf, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>Number of qubits inside one register.</summary>
    static abstract int LaneQubits { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Load(TReal* source);

    /// <summary>Repeats the pair (source[0], source[1]) over all amplitudes: factors for real and imaginary slots.</summary>
    static abstract TSelf LoadPair(TReal* source);

    void Store(TReal* target);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>left * right + addend.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>left * right - subtrahend.</summary>
    static abstract TSelf MultiplySubtract(TSelf left, TSelf right, TSelf subtrahend);

    /// <summary>Exchanges the real and imaginary part of every amplitude.</summary>
    static abstract TSelf SwapParts(TSelf value);

    /// <summary>Complex product amplitude by amplitude.</summary>
    static abstract TSelf ComplexMultiply(TSelf left, TSelf right);

    /// <summary>Moves reals around: result[r] = value[index[r]], with an index made by one of the methods below.</summary>
    static abstract TSelf Permute(TSelf value, TSelf index);

    /// <summary>Index that reads slot r ^ <paramref name="mask"/>: bit 0 swaps the parts, bit k + 1 flips lane qubit k.</summary>
    static abstract TSelf XorIndex(int mask);

    /// <summary>Index of a controlled NOT between two lane qubits.</summary>
    static abstract TSelf ControlledNotIndex(int control, int target);

    /// <summary>All bits set in the amplitudes whose lane number contains every bit of <paramref name="lanes"/>.</summary>
    static abstract TSelf LaneMask(int lanes);

    /// <summary>Takes <paramref name="whenSet"/> where the mask is set and <paramref name="whenClear"/> elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenSet, TSelf whenClear);

    /// <summary>Sum of all reals, in a fixed order.</summary>
    static abstract double Sum(TSelf value);
}
