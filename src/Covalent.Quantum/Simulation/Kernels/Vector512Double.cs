using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Four double precision amplitudes in one AVX-512 register.</summary>
internal readonly unsafe struct Vector512Double : IAmplitudeVector<Vector512Double, double>
{
    private readonly Vector512<double> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512Double(Vector512<double> value) => _value = value;

    public static int LaneQubits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2;
    }

    public static Vector512Double Zero => new(Vector512<double>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double Load(double* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double LoadPair(double* source) => new(Avx512DQ.BroadcastVector128ToVector512(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* target) => _value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double operator +(Vector512Double left, Vector512Double right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double operator -(Vector512Double left, Vector512Double right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double operator *(Vector512Double left, Vector512Double right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double MultiplyAdd(Vector512Double left, Vector512Double right, Vector512Double addend) =>
        new(Avx512F.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double MultiplySubtract(Vector512Double left, Vector512Double right, Vector512Double subtrahend) =>
        new(Avx512F.FusedMultiplySubtract(left._value, right._value, subtrahend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double SwapParts(Vector512Double value) => new(Avx512F.Permute2x64(value._value, 0x55));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double ComplexMultiply(Vector512Double left, Vector512Double right)
    {
        var crossed = Avx512F.Permute2x64(left._value, 0x55) * Avx512F.Permute2x64(right._value, 0xFF);
        return new(Avx512F.FusedMultiplyAddSubtract(left._value, Avx512F.DuplicateEvenIndexed(right._value), crossed));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double Permute(Vector512Double value, Vector512Double index) =>
        new(Avx512F.PermuteVar8x64(value._value, index._value.AsInt64()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double XorIndex(int mask) =>
        new((Vector512<long>.Indices ^ Vector512.Create((long)mask)).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double ControlledNotIndex(int control, int target)
    {
        var indices = Vector512<long>.Indices;
        var controlBit = Vector512.ShiftRightLogical(indices, control + 1) & Vector512<long>.One;
        return new((indices ^ Vector512.ShiftLeft(controlBit, target + 1)).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double LaneMask(int lanes)
    {
        var wanted = Vector512.Create((long)lanes << 1);
        return new(Vector512.Equals(Vector512<long>.Indices & wanted, wanted).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Double Select(Vector512Double mask, Vector512Double whenSet, Vector512Double whenClear) =>
        new(Vector512.ConditionalSelect(mask._value, whenSet._value, whenClear._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512Double value) => Vector512.Sum(value._value);
}
