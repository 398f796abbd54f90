using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Two double precision amplitudes in one AVX2 register.</summary>
internal readonly unsafe struct Vector256Double : IAmplitudeVector<Vector256Double, double>
{
    private readonly Vector256<double> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256Double(Vector256<double> value) => _value = value;

    public static int LaneQubits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    public static Vector256Double Zero => new(Vector256<double>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double Load(double* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double LoadPair(double* source) => new(Avx.BroadcastVector128ToVector256(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* target) => _value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double operator +(Vector256Double left, Vector256Double right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double operator -(Vector256Double left, Vector256Double right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double operator *(Vector256Double left, Vector256Double right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double MultiplyAdd(Vector256Double left, Vector256Double right, Vector256Double addend) =>
        new(Fma.MultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double MultiplySubtract(Vector256Double left, Vector256Double right, Vector256Double subtrahend) =>
        new(Fma.MultiplySubtract(left._value, right._value, subtrahend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double SwapParts(Vector256Double value) => new(Avx.Permute(value._value, 0b0101));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double ComplexMultiply(Vector256Double left, Vector256Double right)
    {
        var crossed = Avx.Permute(left._value, 0b0101) * Avx.Permute(right._value, 0b1111);
        return new(Fma.MultiplyAddSubtract(left._value, Avx.DuplicateEvenIndexed(right._value), crossed));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double Permute(Vector256Double value, Vector256Double index) =>
        new(Avx2.PermuteVar8x32(value._value.AsSingle(), index._value.AsInt32()).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double XorIndex(int mask) =>
        new((Vector256<int>.Indices ^ Vector256.Create(mask << 1)).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double ControlledNotIndex(int control, int target)
    {
        // The permute moves 32-bit halves, so every slot number carries one extra low bit.
        var indices = Vector256<int>.Indices;
        var controlBit = Vector256.ShiftRightLogical(indices, control + 2) & Vector256<int>.One;
        return new((indices ^ Vector256.ShiftLeft(controlBit, target + 2)).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double LaneMask(int lanes)
    {
        var wanted = Vector256.Create((long)lanes << 1);
        return new(Vector256.Equals(Vector256<long>.Indices & wanted, wanted).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Double Select(Vector256Double mask, Vector256Double whenSet, Vector256Double whenClear) =>
        new(Vector256.ConditionalSelect(mask._value, whenSet._value, whenClear._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256Double value) => Vector256.Sum(value._value);
}
