using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Four single precision amplitudes in one AVX2 register.</summary>
internal readonly unsafe struct Vector256Single : IAmplitudeVector<Vector256Single, float>
{
    private readonly Vector256<float> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256Single(Vector256<float> value) => _value = value;

    public static int LaneQubits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2;
    }

    public static Vector256Single Zero => new(Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single LoadPair(float* source) => new(Vector256.Create(*(double*)source).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => _value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single operator +(Vector256Single left, Vector256Single right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single operator -(Vector256Single left, Vector256Single right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single operator *(Vector256Single left, Vector256Single right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single MultiplyAdd(Vector256Single left, Vector256Single right, Vector256Single addend) =>
        new(Fma.MultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single MultiplySubtract(Vector256Single left, Vector256Single right, Vector256Single subtrahend) =>
        new(Fma.MultiplySubtract(left._value, right._value, subtrahend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single SwapParts(Vector256Single value) => new(Avx.Permute(value._value, 0xB1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single ComplexMultiply(Vector256Single left, Vector256Single right)
    {
        var crossed = Avx.Permute(left._value, 0xB1) * Avx.DuplicateOddIndexed(right._value);
        return new(Fma.MultiplyAddSubtract(left._value, Avx.DuplicateEvenIndexed(right._value), crossed));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single Permute(Vector256Single value, Vector256Single index) =>
        new(Avx2.PermuteVar8x32(value._value, index._value.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single XorIndex(int mask) =>
        new((Vector256<int>.Indices ^ Vector256.Create(mask)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single ControlledNotIndex(int control, int target)
    {
        var indices = Vector256<int>.Indices;
        var controlBit = Vector256.ShiftRightLogical(indices, control + 1) & Vector256<int>.One;
        return new((indices ^ Vector256.ShiftLeft(controlBit, target + 1)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single LaneMask(int lanes)
    {
        var wanted = Vector256.Create(lanes << 1);
        return new(Vector256.Equals(Vector256<int>.Indices & wanted, wanted).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Single Select(Vector256Single mask, Vector256Single whenSet, Vector256Single whenClear) =>
        new(Vector256.ConditionalSelect(mask._value, whenSet._value, whenClear._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256Single value)
    {
        var (lower, upper) = Vector256.Widen(value._value);
        return Vector256.Sum(lower + upper);
    }
}
