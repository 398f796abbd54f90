using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>See <see cref="OperatorClass.Identity"/>.</summary>
internal readonly unsafe struct IdentityOperator<TVector, TReal> : IQubitOperator<IdentityOperator<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IdentityOperator<TVector, TReal> Load(TReal* coefficients) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(TVector zero, TVector one, out TVector newZero, out TVector newOne)
    {
        newZero = zero;
        newOne = one;
    }
}

/// <summary>See <see cref="OperatorClass.RealRotation"/>.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct RealRotationOperator<TVector, TReal>(TVector right, TVector left)
    : IQubitOperator<RealRotationOperator<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private readonly TVector _right = right;
    private readonly TVector _left = left;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealRotationOperator<TVector, TReal> Load(TReal* coefficients) =>
        new(TVector.LoadPair(coefficients), TVector.LoadPair(coefficients + 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(TVector zero, TVector one, out TVector newZero, out TVector newOne)
    {
        newZero = TVector.MultiplyAdd(one, _right, zero);
        newOne = TVector.MultiplyAdd(zero, _left, one);
    }
}

/// <summary>See <see cref="OperatorClass.ImaginaryRotation"/>.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct ImaginaryRotationOperator<TVector, TReal>(TVector right, TVector left)
    : IQubitOperator<ImaginaryRotationOperator<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private readonly TVector _right = right;
    private readonly TVector _left = left;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ImaginaryRotationOperator<TVector, TReal> Load(TReal* coefficients) =>
        new(TVector.LoadPair(coefficients), TVector.LoadPair(coefficients + 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(TVector zero, TVector one, out TVector newZero, out TVector newOne)
    {
        newZero = TVector.MultiplyAdd(TVector.SwapParts(one), _right, zero);
        newOne = TVector.MultiplyAdd(TVector.SwapParts(zero), _left, one);
    }
}

/// <summary>See <see cref="OperatorClass.Reflection"/>.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct ReflectionOperator<TVector, TReal>(TVector right, TVector left)
    : IQubitOperator<ReflectionOperator<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private readonly TVector _right = right;
    private readonly TVector _left = left;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReflectionOperator<TVector, TReal> Load(TReal* coefficients) =>
        new(TVector.LoadPair(coefficients), TVector.LoadPair(coefficients + 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(TVector zero, TVector one, out TVector newZero, out TVector newOne)
    {
        newZero = TVector.MultiplyAdd(one, _right, zero);
        newOne = TVector.MultiplySubtract(zero, _left, one);
    }
}

/// <summary>See <see cref="OperatorClass.Phase"/>.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct PhaseOperator<TVector, TReal>(TVector real, TVector imaginary)
    : IQubitOperator<PhaseOperator<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private readonly TVector _real = real;
    private readonly TVector _imaginary = imaginary;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhaseOperator<TVector, TReal> Load(TReal* coefficients) =>
        new(TVector.LoadPair(coefficients), TVector.LoadPair(coefficients + 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(TVector zero, TVector one, out TVector newZero, out TVector newOne)
    {
        newZero = zero;
        newOne = TVector.MultiplyAdd(one, _real, TVector.SwapParts(one) * _imaginary);
    }
}

/// <summary>See <see cref="OperatorClass.Flip"/>.</summary>
internal readonly unsafe struct FlipOperator<TVector, TReal> : IQubitOperator<FlipOperator<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FlipOperator<TVector, TReal> Load(TReal* coefficients) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(TVector zero, TVector one, out TVector newZero, out TVector newOne)
    {
        newZero = one;
        newOne = zero;
    }
}

/// <summary>See <see cref="OperatorClass.General"/>.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct GeneralOperator<TVector, TReal>(TReal* coefficients)
    : IQubitOperator<GeneralOperator<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private readonly TVector _rightReal = TVector.LoadPair(coefficients);
    private readonly TVector _rightImaginary = TVector.LoadPair(coefficients + 2);
    private readonly TVector _leftReal = TVector.LoadPair(coefficients + 4);
    private readonly TVector _leftImaginary = TVector.LoadPair(coefficients + 6);
    private readonly TVector _lowerReal = TVector.LoadPair(coefficients + 8);
    private readonly TVector _lowerImaginary = TVector.LoadPair(coefficients + 10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GeneralOperator<TVector, TReal> Load(TReal* coefficients) => new(coefficients);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(TVector zero, TVector one, out TVector newZero, out TVector newOne)
    {
        var zeroSwapped = TVector.SwapParts(zero);
        var oneSwapped = TVector.SwapParts(one);
        newZero = TVector.MultiplyAdd(one, _rightReal, TVector.MultiplyAdd(oneSwapped, _rightImaginary, zero));
        var lower = TVector.MultiplyAdd(one, _lowerReal, oneSwapped * _lowerImaginary);
        newOne = TVector.MultiplyAdd(zero, _leftReal, TVector.MultiplyAdd(zeroSwapped, _leftImaginary, lower));
    }
}

/// <summary>See <see cref="OperatorClass.Full"/>.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct FullOperator<TVector, TReal>(TReal* coefficients)
    : IQubitOperator<FullOperator<TVector, TReal>, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private readonly TVector _upperReal = TVector.LoadPair(coefficients);
    private readonly TVector _upperImaginary = TVector.LoadPair(coefficients + 2);
    private readonly TVector _rightReal = TVector.LoadPair(coefficients + 4);
    private readonly TVector _rightImaginary = TVector.LoadPair(coefficients + 6);
    private readonly TVector _leftReal = TVector.LoadPair(coefficients + 8);
    private readonly TVector _leftImaginary = TVector.LoadPair(coefficients + 10);
    private readonly TVector _lowerReal = TVector.LoadPair(coefficients + 12);
    private readonly TVector _lowerImaginary = TVector.LoadPair(coefficients + 14);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FullOperator<TVector, TReal> Load(TReal* coefficients) => new(coefficients);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(TVector zero, TVector one, out TVector newZero, out TVector newOne)
    {
        var zeroSwapped = TVector.SwapParts(zero);
        var oneSwapped = TVector.SwapParts(one);
        var right = TVector.MultiplyAdd(one, _rightReal, oneSwapped * _rightImaginary);
        newZero = TVector.MultiplyAdd(zero, _upperReal, TVector.MultiplyAdd(zeroSwapped, _upperImaginary, right));
        var lower = TVector.MultiplyAdd(one, _lowerReal, oneSwapped * _lowerImaginary);
        newOne = TVector.MultiplyAdd(zero, _leftReal, TVector.MultiplyAdd(zeroSwapped, _leftImaginary, lower));
    }
}
