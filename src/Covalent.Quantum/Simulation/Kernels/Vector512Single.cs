using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Eight single precision amplitudes in one AVX-512 register.</summary>
internal readonly unsafe struct Vector512Single : IAmplitudeVector<Vector512Single, float>
{
    private readonly Vector512<float> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512Single(Vector512<float> value) => _value = value;

    public static int LaneQubits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 3;
    }

    public static Vector512Single Zero => new(Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single LoadPair(float* source) => new(Vector512.Create(*(double*)source).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => _value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single operator +(Vector512Single left, Vector512Single right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single operator -(Vector512Single left, Vector512Single right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single operator *(Vector512Single left, Vector512Single right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single MultiplyAdd(Vector512Single left, Vector512Single right, Vector512Single addend) =>
        new(Avx512F.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single MultiplySubtract(Vector512Single left, Vector512Single right, Vector512Single subtrahend) =>
        new(Avx512F.FusedMultiplySubtract(left._value, right._value, subtrahend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single SwapParts(Vector512Single value) => new(Avx512F.Permute4x32(value._value, 0xB1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single ComplexMultiply(Vector512Single left, Vector512Single right)
    {
        var crossed = Avx512F.Permute4x32(left._value, 0xB1) * Avx512F.DuplicateOddIndexed(right._value);
        return new(Avx512F.FusedMultiplyAddSubtract(left._value, Avx512F.DuplicateEvenIndexed(right._value), crossed));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single Permute(Vector512Single value, Vector512Single index) =>
        new(Avx512F.PermuteVar16x32(value._value, index._value.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single XorIndex(int mask) =>
        new((Vector512<int>.Indices ^ Vector512.Create(mask)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single ControlledNotIndex(int control, int target)
    {
        var indices = Vector512<int>.Indices;
        var controlBit = Vector512.ShiftRightLogical(indices, control + 1) & Vector512<int>.One;
        return new((indices ^ Vector512.ShiftLeft(controlBit, target + 1)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single LaneMask(int lanes)
    {
        var wanted = Vector512.Create(lanes << 1);
        return new(Vector512.Equals(Vector512<int>.Indices & wanted, wanted).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Single Select(Vector512Single mask, Vector512Single whenSet, Vector512Single whenClear) =>
        new(Vector512.ConditionalSelect(mask._value, whenSet._value, whenClear._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512Single value)
    {
        var (lower, upper) = Vector512.Widen(value._value);
        return Vector512.Sum(lower + upper);
    }
}
