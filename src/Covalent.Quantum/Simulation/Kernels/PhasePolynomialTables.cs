using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Tables of <see cref="PhasePolynomialKernel{TVector, TReal}"/>: reserved once per program, computed at every binding.</summary>
internal static unsafe class PhasePolynomialTables<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    public static void Allocate(KernelCall* call, NativeArena arena, ReadOnlySpan<int> tileQubits, int qubits, ulong mentioned)
    {
        var polynomial = arena.Allocate<PhasePolynomialPayload>(1);
        int low = Math.Min(PhasePolynomialKernel<TVector, TReal>.MaximalLowQubits, tileQubits.Length);
        int rows = 1 << (tileQubits.Length - low);
        polynomial->Qubits = qubits;
        polynomial->TileQubits = tileQubits.Length;
        polynomial->LowQubits = low;
        polynomial->Linear = arena.Allocate<double>(qubits);
        polynomial->Quadratic = arena.Allocate<double>(qubits * qubits);
        polynomial->TileQubit = arena.Allocate<int>(tileQubits.Length);
        polynomial->LowByRow = arena.Allocate<Complex>(rows * low);
        polynomial->RowCoupling = arena.Allocate<Complex>(rows);
        polynomial->LowCoupling = arena.Allocate<TReal>(4 << low);
        ulong inside = 0;
        for (int position = 0; position < tileQubits.Length; position++)
        {
            polynomial->TileQubit[position] = tileQubits[position];
            inside |= 1UL << tileQubits[position];
        }

        polynomial->OuterMask = mentioned & ~inside;
        call->Payload = polynomial;
        call->ScratchBytes = PhasePolynomialKernel<TVector, TReal>.ScratchBytes(tileQubits.Length, low);
        call->GroupQubits = low;
    }

    public static void Compute(PhasePolynomialPayload* polynomial)
    {
        polynomial->RowsShareTable = LowByRow(polynomial) ? 0 : 1;
        RowCoupling(polynomial);
        polynomial->LowIsCoupled = LowCoupling(polynomial) ? 1 : 0;
    }

    private static double Coupling(PhasePolynomialPayload* polynomial, int first, int second) =>
        polynomial->Quadratic[(polynomial->TileQubit[first] * polynomial->Qubits) + polynomial->TileQubit[second]];

    /// <summary>Returns whether any row bit couples to a low position.</summary>
    private static bool LowByRow(PhasePolynomialPayload* polynomial)
    {
        int low = polynomial->LowQubits;
        bool coupled = false;
        for (int position = 0; position < low; position++)
        {
            polynomial->LowByRow[position] = Complex.One;
        }

        for (int bit = 0; bit < polynomial->TileQubits - low; bit++)
        {
            for (int position = 0; position < low; position++)
            {
                double angle = Coupling(polynomial, low + bit, position);
                var factor = angle == 0 ? Complex.One : Complex.FromPolarCoordinates(1, angle);
                coupled |= angle != 0;
                for (int row = 0; row < 1 << bit; row++)
                {
                    polynomial->LowByRow[((row | (1 << bit)) * low) + position] = polynomial->LowByRow[(row * low) + position] * factor;
                }
            }
        }

        return coupled;
    }

    private static void RowCoupling(PhasePolynomialPayload* polynomial)
    {
        int low = polynomial->LowQubits;
        for (int bit = 0; bit < polynomial->TileQubits - low; bit++)
        {
            polynomial->RowCoupling[1 << bit] = Complex.One;
            for (int lower = 0; lower < bit; lower++)
            {
                double angle = Coupling(polynomial, low + bit, low + lower);
                var factor = angle == 0 ? Complex.One : Complex.FromPolarCoordinates(1, angle);
                for (int row = 0; row < 1 << lower; row++)
                {
                    int known = row | (1 << bit);
                    polynomial->RowCoupling[known | (1 << lower)] = polynomial->RowCoupling[known] * factor;
                }
            }
        }
    }

    /// <summary>Returns whether the low positions couple among themselves.</summary>
    private static bool LowCoupling(PhasePolynomialPayload* polynomial)
    {
        int low = polynomial->LowQubits;
        var phases = stackalloc Complex[1 << low];
        bool coupled = false;
        phases[0] = Complex.One;
        for (int bit = 0; bit < low; bit++)
        {
            phases[1 << bit] = Complex.One;
            for (int lower = 0; lower < bit; lower++)
            {
                double angle = Coupling(polynomial, bit, lower);
                var factor = angle == 0 ? Complex.One : Complex.FromPolarCoordinates(1, angle);
                coupled |= angle != 0;
                for (int index = 0; index < 1 << lower; index++)
                {
                    phases[index | (1 << lower) | (1 << bit)] = phases[index | (1 << bit)] * factor;
                }
            }

            // Entries with this top bit also carry the couplings of the bits below it.
            for (int index = 1; index < 1 << bit; index++)
            {
                phases[index | (1 << bit)] *= phases[index];
            }
        }

        for (int index = 0; coupled && index < 1 << low; index++)
        {
            WriteLow((TReal*)polynomial->LowCoupling, index, phases[index]);
        }

        return coupled;
    }

    private static void WriteLow(TReal* table, int index, Complex phase)
    {
        int lanes = 1 << TVector.LaneQubits;
        var register = table + ((index / lanes) * 4 * lanes) + (2 * (index % lanes));
        OperatorCoefficients.Pair(register, phase.Real, phase.Real);
        OperatorCoefficients.Pair(register + (2 * lanes), -phase.Imaginary, phase.Imaginary);
    }
}
