using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>
/// Any number of commuting diagonal gates in one pass. A row's phases come from a table that is built by doubling, one qubit
/// at a time, so no trigonometric function is evaluated per amplitude.
/// </summary>
internal static unsafe class PhasePolynomialKernel<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>Most low positions a row may have.</summary>
    public const int MaximalLowQubits = 8;

    /// <summary>Scratch: phases of the tile's own linear terms, row factors, one factor pair set, the row table.</summary>
    public static int ScratchBytes(int tileQubits, int lowQubits) =>
        (sizeof(Complex) * (64 + (1 << (tileQubits - lowQubits)))) + 128 + (sizeof(TReal) * 2 * ((1 << lowQubits) + (2 << TVector.LaneQubits)));

    /// <summary>Groups are rows.</summary>
    public static void Apply(KernelCall* call, TileSpan* span)
    {
        var polynomial = (PhasePolynomialPayload*)call->Payload;
        var linear = (Complex*)span->Scratch;
        var rowFactors = linear + 64;
        var pairs = (TReal*)(rowFactors + (1 << (polynomial->TileQubits - polynomial->LowQubits)));
        var table = pairs + (128 / sizeof(TReal));
        var constant = TileLinear(polynomial, span->OuterBits, linear);
        RowFactors(polynomial, constant, linear, rowFactors);
        bool shared = polynomial->RowsShareTable != 0;
        if (shared)
        {
            BuildTable(polynomial, 0, Complex.One, linear, pairs, table);
            CoupleTable(polynomial, table);
        }

        for (nint row = span->From; row < span->To; row++)
        {
            var amplitudes = (TReal*)span->Amplitudes + (row << (polynomial->LowQubits + 1));
            if (shared)
            {
                ApplySharedRow(polynomial, amplitudes, rowFactors[row], pairs, table);
                continue;
            }

            if (IsNeutral(polynomial, row, rowFactors[row], linear))
            {
                continue;
            }

            BuildTable(polynomial, row, rowFactors[row], linear, pairs, table);
            ApplyRow(polynomial, amplitudes, table);
        }
    }

    /// <summary>Phases e^{iA} of the effective linear terms; returns the constant phase of the tile.</summary>
    private static Complex TileLinear(PhasePolynomialPayload* polynomial, ulong outerBits, Complex* linear)
    {
        ulong active = outerBits & polynomial->OuterMask;
        double constant = 0;
        for (ulong rest = active; rest != 0; rest &= rest - 1)
        {
            int qubit = BitOperations.TrailingZeroCount(rest);
            constant += polynomial->Linear[qubit] + CoupledPhase(polynomial, qubit, rest & (rest - 1));
        }

        for (int position = 0; position < polynomial->TileQubits; position++)
        {
            int qubit = polynomial->TileQubit[position];
            double angle = polynomial->Linear[qubit] + CoupledPhase(polynomial, qubit, active);
            linear[position] = angle == 0 ? Complex.One : Complex.FromPolarCoordinates(1, angle);
        }

        return polynomial->Constant * Complex.FromPolarCoordinates(1, constant);
    }

    private static double CoupledPhase(PhasePolynomialPayload* polynomial, int qubit, ulong others)
    {
        double sum = 0;
        var couplings = polynomial->Quadratic + (qubit * polynomial->Qubits);
        for (; others != 0; others &= others - 1)
        {
            sum += couplings[BitOperations.TrailingZeroCount(others)];
        }

        return sum;
    }

    private static void RowFactors(PhasePolynomialPayload* polynomial, Complex constant, Complex* linear, Complex* rowFactors)
    {
        rowFactors[0] = constant;
        int rowQubits = polynomial->TileQubits - polynomial->LowQubits;
        for (int bit = 0; bit < rowQubits; bit++)
        {
            var own = linear[polynomial->LowQubits + bit];
            for (int row = 0; row < 1 << bit; row++)
            {
                rowFactors[row | (1 << bit)] = rowFactors[row] * own * polynomial->RowCoupling[row | (1 << bit)];
            }
        }
    }

    /// <summary>Whether all phases of a row are 1, as where the one control of many phases is 0.</summary>
    private static bool IsNeutral(PhasePolynomialPayload* polynomial, nint row, Complex factor, Complex* linear)
    {
        if (factor != Complex.One || polynomial->LowIsCoupled != 0)
        {
            return false;
        }

        var byRow = polynomial->LowByRow + (row * polynomial->LowQubits);
        for (int position = 0; position < polynomial->LowQubits; position++)
        {
            if (linear[position] * byRow[position] != Complex.One)
            {
                return false;
            }
        }

        return true;
    }

    private static void BuildTable(
        PhasePolynomialPayload* polynomial, nint row, Complex start, Complex* linear, TReal* pairs, TReal* table)
    {
        table[0] = TReal.CreateTruncating(start.Real);
        table[1] = TReal.CreateTruncating(start.Imaginary);
        var byRow = polynomial->LowByRow + (row * polynomial->LowQubits);
        for (int position = 0; position < polynomial->LowQubits; position++)
        {
            Double(table, position, linear[position] * byRow[position], pairs);
        }
    }

    /// <summary>Appends to the table its own copy times <paramref name="factor"/>.</summary>
    private static void Double(TReal* table, int position, Complex factor, TReal* pairs)
    {
        var upper = table + (2 << position);
        if (position < TVector.LaneQubits)
        {
            var re = TReal.CreateTruncating(factor.Real);
            var im = TReal.CreateTruncating(factor.Imaginary);
            for (int index = 0; index < 2 << position; index += 2)
            {
                upper[index] = (table[index] * re) - (table[index + 1] * im);
                upper[index + 1] = (table[index] * im) + (table[index + 1] * re);
            }

            return;
        }

        OperatorCoefficients.ComplexPairs(pairs, factor);
        var realFactor = TVector.LoadPair(pairs);
        var imaginaryFactor = TVector.LoadPair(pairs + 2);
        for (int index = 0; index < 2 << position; index += 2 << TVector.LaneQubits)
        {
            var value = TVector.Load(table + index);
            TVector.MultiplyAdd(value, realFactor, TVector.SwapParts(value) * imaginaryFactor).Store(upper + index);
        }
    }

    private static void CoupleTable(PhasePolynomialPayload* polynomial, TReal* table)
    {
        if (polynomial->LowIsCoupled != 0)
        {
            for (int index = 0; index < 2 << polynomial->LowQubits; index += 2 << TVector.LaneQubits)
            {
                Couple(TVector.Load(table + index), polynomial, index).Store(table + index);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Couple(TVector phase, PhasePolynomialPayload* polynomial, int index)
    {
        var factors = (TReal*)polynomial->LowCoupling + (2 * index);
        return TVector.MultiplyAdd(
            phase, TVector.Load(factors), TVector.SwapParts(phase) * TVector.Load(factors + (2 << TVector.LaneQubits)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyRow(PhasePolynomialPayload* polynomial, TReal* amplitudes, TReal* table)
    {
        int length = 2 << polynomial->LowQubits;
        if (polynomial->LowIsCoupled == 0)
        {
            for (int index = 0; index < length; index += 2 << TVector.LaneQubits)
            {
                TVector.ComplexMultiply(TVector.Load(amplitudes + index), TVector.Load(table + index)).Store(amplitudes + index);
            }

            return;
        }

        for (int index = 0; index < length; index += 2 << TVector.LaneQubits)
        {
            var phase = Couple(TVector.Load(table + index), polynomial, index);
            TVector.ComplexMultiply(TVector.Load(amplitudes + index), phase).Store(amplitudes + index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplySharedRow(
        PhasePolynomialPayload* polynomial, TReal* amplitudes, Complex factor, TReal* pairs, TReal* table)
    {
        OperatorCoefficients.ComplexPairs(pairs, factor);
        var realFactor = TVector.LoadPair(pairs);
        var imaginaryFactor = TVector.LoadPair(pairs + 2);
        int length = 2 << polynomial->LowQubits;
        for (int index = 0; index < length; index += 2 << TVector.LaneQubits)
        {
            var value = TVector.ComplexMultiply(TVector.Load(amplitudes + index), TVector.Load(table + index));
            TVector.MultiplyAdd(value, realFactor, TVector.SwapParts(value) * imaginaryFactor).Store(amplitudes + index);
        }
    }
}
