using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Nothing to do.</summary>
internal readonly unsafe struct LaneIdentity<TVector, TReal> : ILaneOperator<LaneIdentity<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneIdentity<TVector, TReal> Load(TReal* coefficients, int lane, int exchange) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector value) => value;
}

/// <summary>Value plus a multiple of its permuted self: real and imaginary rotations.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct LaneRotation<TVector, TReal>(TVector factor, TVector index)
    : ILaneOperator<LaneRotation<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private readonly TVector _factor = factor;
    private readonly TVector _index = index;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneRotation<TVector, TReal> Load(TReal* coefficients, int lane, int exchange) =>
        new(LanePairs<TVector, TReal>.Load(coefficients, lane), TVector.XorIndex(exchange));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector value) => TVector.MultiplyAdd(TVector.Permute(value, _index), _factor, value);
}

/// <summary>A multiple of the value plus a multiple of its permuted self: phases, reflections, flips.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct LaneTwoTerm<TVector, TReal>(TVector kept, TVector factor, TVector index)
    : ILaneOperator<LaneTwoTerm<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private readonly TVector _kept = kept;
    private readonly TVector _factor = factor;
    private readonly TVector _index = index;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwoTerm<TVector, TReal> Load(TReal* coefficients, int lane, int exchange) => new(
        LanePairs<TVector, TReal>.Load(coefficients, lane),
        LanePairs<TVector, TReal>.Load(coefficients + 4, lane),
        TVector.XorIndex(exchange));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector value) => TVector.MultiplyAdd(TVector.Permute(value, _index), _factor, value * _kept);
}

/// <summary>Any 2×2 matrix.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct LaneGeneral<TVector, TReal>(TReal* coefficients, int lane)
    : ILaneOperator<LaneGeneral<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private readonly TVector _keptReal = LanePairs<TVector, TReal>.Load(coefficients, lane);
    private readonly TVector _keptImaginary = LanePairs<TVector, TReal>.Load(coefficients + 4, lane);
    private readonly TVector _mixedReal = LanePairs<TVector, TReal>.Load(coefficients + 8, lane);
    private readonly TVector _mixedImaginary = LanePairs<TVector, TReal>.Load(coefficients + 12, lane);
    private readonly TVector _index = TVector.XorIndex(2 << lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneGeneral<TVector, TReal> Load(TReal* coefficients, int lane, int exchange) => new(coefficients, lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector value)
    {
        var other = TVector.Permute(value, _index);
        var mixed = TVector.MultiplyAdd(other, _mixedReal, TVector.SwapParts(other) * _mixedImaginary);
        return TVector.MultiplyAdd(value, _keptReal, TVector.MultiplyAdd(TVector.SwapParts(value), _keptImaginary, mixed));
    }
}

/// <summary>Spreads a factor pair for bit 0 and one for bit 1 of a lane qubit over a register.</summary>
internal static unsafe class LanePairs<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(TReal* coefficients, int lane) =>
        TVector.Select(TVector.LaneMask(1 << lane), TVector.LoadPair(coefficients + 2), TVector.LoadPair(coefficients));
}
