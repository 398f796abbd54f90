using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>The two-qubit gate that closes a pair: it acts after the one-qubit operators, while the amplitudes are still in registers.</summary>
internal enum PairLink
{
    None,

    /// <summary>Controlled NOT from the lower to the upper position.</summary>
    LowControlsHigh,

    /// <summary>Controlled NOT from the upper to the lower position.</summary>
    HighControlsLow,

    /// <summary>Phase on |11⟩.</summary>
    Phase,
}

/// <summary>A link between two positions, in the three places where they can be: both across registers, one inside, both inside.</summary>
internal unsafe interface IPairLink<TSelf, TVector, TReal>
    where TSelf : struct, IPairLink<TSelf, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>Prepares the link; lanes are -1 for positions outside the register.</summary>
    static abstract TSelf Load(TReal* coefficients, int lowLane, int highLane);

    /// <summary>Both positions across: registers of |low=1⟩, |high=1⟩ and |11⟩.</summary>
    void Across(ref TVector low, ref TVector high, ref TVector both);

    /// <summary>Lower position inside: registers of |high=0⟩ and |high=1⟩.</summary>
    void Mixed(ref TVector zero, ref TVector one);

    /// <summary>Both positions inside.</summary>
    TVector Inside(TVector value);
}

/// <summary>See <see cref="PairLink.None"/>.</summary>
internal readonly unsafe struct NoLink<TVector, TReal> : IPairLink<NoLink<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NoLink<TVector, TReal> Load(TReal* coefficients, int lowLane, int highLane) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Across(ref TVector low, ref TVector high, ref TVector both)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mixed(ref TVector zero, ref TVector one)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Inside(TVector value) => value;
}

/// <summary>See <see cref="PairLink.LowControlsHigh"/>.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct LowControlsHighLink<TVector, TReal>(TVector lane)
    : IPairLink<LowControlsHighLink<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    // Mask of the control for a mixed pair, slot index for a pair inside.
    private readonly TVector _lane = lane;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LowControlsHighLink<TVector, TReal> Load(TReal* coefficients, int lowLane, int highLane) =>
        highLane >= 0 ? new(TVector.ControlledNotIndex(lowLane, highLane))
        : lowLane >= 0 ? new(TVector.LaneMask(1 << lowLane))
        : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Across(ref TVector low, ref TVector high, ref TVector both) => (low, both) = (both, low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mixed(ref TVector zero, ref TVector one) =>
        (zero, one) = (TVector.Select(_lane, one, zero), TVector.Select(_lane, zero, one));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Inside(TVector value) => TVector.Permute(value, _lane);
}

/// <summary>See <see cref="PairLink.HighControlsLow"/>.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct HighControlsLowLink<TVector, TReal>(TVector index)
    : IPairLink<HighControlsLowLink<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private readonly TVector _index = index;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HighControlsLowLink<TVector, TReal> Load(TReal* coefficients, int lowLane, int highLane) =>
        highLane >= 0 ? new(TVector.ControlledNotIndex(highLane, lowLane))
        : lowLane >= 0 ? new(TVector.XorIndex(2 << lowLane))
        : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Across(ref TVector low, ref TVector high, ref TVector both) => (high, both) = (both, high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mixed(ref TVector zero, ref TVector one) => one = TVector.Permute(one, _index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Inside(TVector value) => TVector.Permute(value, _index);
}

/// <summary>See <see cref="PairLink.Phase"/>.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct PhaseLink<TVector, TReal>(TVector real, TVector imaginary)
    : IPairLink<PhaseLink<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private readonly TVector _real = real;
    private readonly TVector _imaginary = imaginary;

    /// <summary>Coefficients: real and imaginary pair of the phase, then the pairs of 1 for the amplitudes it leaves alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhaseLink<TVector, TReal> Load(TReal* coefficients, int lowLane, int highLane)
    {
        var lanes = (lowLane >= 0 ? 1 << lowLane : 0) | (highLane >= 0 ? 1 << highLane : 0);
        var mask = TVector.LaneMask(lanes);
        return new(
            TVector.Select(mask, TVector.LoadPair(coefficients), TVector.LoadPair(coefficients + 4)),
            TVector.Select(mask, TVector.LoadPair(coefficients + 2), TVector.Zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Across(ref TVector low, ref TVector high, ref TVector both) => both = Inside(both);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mixed(ref TVector zero, ref TVector one) => one = Inside(one);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Inside(TVector value) => TVector.MultiplyAdd(value, _real, TVector.SwapParts(value) * _imaginary);
}
