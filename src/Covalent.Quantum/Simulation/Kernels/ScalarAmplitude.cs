using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>One amplitude as a "register" without lane qubits: the portable path, and the oracle the vector paths are tested against.</summary>
internal readonly unsafe struct ScalarAmplitude<TReal> : IAmplitudeVector<ScalarAmplitude<TReal>, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private readonly TReal _re;
    private readonly TReal _im;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScalarAmplitude(TReal re, TReal im)
    {
        _re = re;
        _im = im;
    }

    public static int LaneQubits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0;
    }

    public static ScalarAmplitude<TReal> Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarAmplitude<TReal> Load(TReal* source) => new(source[0], source[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarAmplitude<TReal> LoadPair(TReal* source) => new(source[0], source[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(TReal* target)
    {
        target[0] = _re;
        target[1] = _im;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarAmplitude<TReal> operator +(ScalarAmplitude<TReal> left, ScalarAmplitude<TReal> right) =>
        new(left._re + right._re, left._im + right._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarAmplitude<TReal> operator -(ScalarAmplitude<TReal> left, ScalarAmplitude<TReal> right) =>
        new(left._re - right._re, left._im - right._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarAmplitude<TReal> operator *(ScalarAmplitude<TReal> left, ScalarAmplitude<TReal> right) =>
        new(left._re * right._re, left._im * right._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarAmplitude<TReal> MultiplyAdd(
        ScalarAmplitude<TReal> left, ScalarAmplitude<TReal> right, ScalarAmplitude<TReal> addend) =>
        new((left._re * right._re) + addend._re, (left._im * right._im) + addend._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarAmplitude<TReal> MultiplySubtract(
        ScalarAmplitude<TReal> left, ScalarAmplitude<TReal> right, ScalarAmplitude<TReal> subtrahend) =>
        new((left._re * right._re) - subtrahend._re, (left._im * right._im) - subtrahend._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarAmplitude<TReal> SwapParts(ScalarAmplitude<TReal> value) => new(value._im, value._re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarAmplitude<TReal> ComplexMultiply(ScalarAmplitude<TReal> left, ScalarAmplitude<TReal> right) =>
        new((left._re * right._re) - (left._im * right._im), (left._re * right._im) + (left._im * right._re));

    /// <summary>Only the part swap exists inside a single amplitude; the index carries it in its real slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarAmplitude<TReal> Permute(ScalarAmplitude<TReal> value, ScalarAmplitude<TReal> index) =>
        TReal.IsZero(index._re) ? value : SwapParts(value);

    public static ScalarAmplitude<TReal> XorIndex(int mask) => new((mask & 1) == 0 ? TReal.Zero : TReal.One, TReal.Zero);

    public static ScalarAmplitude<TReal> ControlledNotIndex(int control, int target) =>
        throw new InvalidOperationException("A scalar amplitude has no lane qubits.");

    /// <summary>A single amplitude is lane 0: it contains every bit of the empty set only.</summary>
    public static ScalarAmplitude<TReal> LaneMask(int lanes) => new(lanes == 0 ? TReal.One : TReal.Zero, TReal.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarAmplitude<TReal> Select(
        ScalarAmplitude<TReal> mask, ScalarAmplitude<TReal> whenSet, ScalarAmplitude<TReal> whenClear) =>
        TReal.IsZero(mask._re) ? whenClear : whenSet;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(ScalarAmplitude<TReal> value) => double.CreateTruncating(value._re) + double.CreateTruncating(value._im);
}
