using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>The kernels of one register type.</summary>
internal sealed unsafe class KernelSet<TVector, TReal>(InstructionSet instructionSet, Precision precision) : KernelSet
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    public override InstructionSet InstructionSet => instructionSet;

    public override Precision Precision => precision;

    public override int LaneQubits => TVector.LaneQubits;

    public override delegate*<TileShape*, void*, void*, void> Gather => &TileKernel<TVector, TReal>.Gather;

    public override delegate*<TileShape*, void*, void*, void> Scatter => &TileKernel<TVector, TReal>.Scatter;

    public override GradientKernels Gradients { get; } = new GradientKernels<TVector, TReal>();

    public override delegate*<PauliTileTerms*, void*, int, ulong, void*, double> PauliMeans => &PauliMeanKernel<TVector, TReal>.Evaluate;

    public override int PauliScratchBytes(int diagonalTerms) => PauliMeanKernel<TVector, TReal>.ScratchBytes(diagonalTerms);

    public override void BindSingle(KernelCall* call, int position, in ReducedOperator op)
    {
        call->Low = position;
        call->High = -1;
        call->Class = op.Class;
        if (op.Class == OperatorClass.Identity)
        {
            call->Kernel = null;
            return;
        }

        bool inside = position < TVector.LaneQubits;
        call->LowExchange = WriteOperator(op, position, (TReal*)call->Coefficients);
        call->GroupQubits = TVector.LaneQubits + (inside ? 0 : 1);
        call->Kernel = inside ? KernelChoice<TVector, TReal>.LaneSingle(op.Class) : KernelChoice<TVector, TReal>.Single(op.Class);
    }

    public override void BindPair(KernelCall* call, int low, int high, in ReducedOperator lowOp, in ReducedOperator highOp, PairLink link, Complex phase)
    {
        call->Low = low;
        call->High = high;
        if (link is PairLink.LowControlsHigh or PairLink.HighControlsLow && lowOp.Class == OperatorClass.Identity && highOp.Class == OperatorClass.Identity)
        {
            // A bare controlled NOT moves half of the amplitudes only.
            call->InnerControls = call->InnerValues = 1UL << (link == PairLink.LowControlsHigh ? low : high);
            BindControlled(call, link == PairLink.LowControlsHigh ? high : low, Matrix2.PauliX);
            return;
        }

        var coefficients = (TReal*)call->Coefficients;
        call->LowExchange = WriteOperator(lowOp, low, coefficients);
        call->HighExchange = WriteOperator(highOp, high, coefficients + OperatorCoefficients.Length);
        if (link == PairLink.Phase)
        {
            OperatorCoefficients.ComplexPairs(coefficients + (2 * OperatorCoefficients.Length), phase);
            OperatorCoefficients.Pair(coefficients + (2 * OperatorCoefficients.Length) + 4, 1, 1);
        }

        bool lowInside = low < TVector.LaneQubits, highInside = high < TVector.LaneQubits;
        call->GroupQubits = TVector.LaneQubits + (lowInside ? 0 : 1) + (highInside ? 0 : 1);
        call->Kernel = PairChoice<TVector, TReal>.Choose(lowInside, highInside, lowOp.Class, highOp.Class, link);
    }

    public override void RewriteTangent(KernelCall* call, bool isUpper, double tangent, bool isImaginary)
    {
        var target = Operator(call, isUpper);
        var value = TReal.CreateTruncating(tangent);
        if (isImaginary)
        {
            (target[0], target[1], target[2], target[3]) = (value, -value, value, -value);
        }
        else
        {
            (target[0], target[1], target[2], target[3]) = (-value, -value, value, value);
        }
    }

    public override void RewritePhase(KernelCall* call, bool isUpper, int position, double real, double imaginary)
    {
        // Inside the register the first pair of each term belongs to |0⟩ and stays 1 and 0.
        var target = Operator(call, isUpper);
        bool inside = position < TVector.LaneQubits;
        OperatorCoefficients.Pair(target + (inside ? 2 : 0), real, real);
        OperatorCoefficients.Pair(target + (inside ? 6 : 2), -imaginary, imaginary);
    }

    public override void RewriteGeneral(KernelCall* call, bool isUpper, int position, in Rotation rotation, double size)
    {
        var target = Operator(call, isUpper);
        double re = rotation.W / size, im = rotation.Z / size, x = rotation.X, y = rotation.Y;
        double realPart = (x * im) - (y * re), realLeft = (y * re) + (x * im), crossed = (x * re) + (y * im), left = (y * im) - (x * re);
        double lowerReal = (rotation.W * re) - (rotation.Z * im), lowerImaginary = (rotation.W * im) + (rotation.Z * re);
        if (position >= TVector.LaneQubits)
        {
            OperatorCoefficients.Pair(target, realPart, realPart);
            OperatorCoefficients.Pair(target + 2, crossed, -crossed);
            OperatorCoefficients.Pair(target + 4, realLeft, realLeft);
            OperatorCoefficients.Pair(target + 6, -left, left);
            OperatorCoefficients.Pair(target + 8, lowerReal, lowerReal);
            OperatorCoefficients.Pair(target + 10, -lowerImaginary, lowerImaginary);
            return;
        }

        // The upper left entry is 1 and stays.
        OperatorCoefficients.Pair(target + 2, lowerReal, lowerReal);
        OperatorCoefficients.Pair(target + 6, -lowerImaginary, lowerImaginary);
        OperatorCoefficients.Pair(target + 8, realPart, realPart);
        OperatorCoefficients.Pair(target + 10, realLeft, realLeft);
        OperatorCoefficients.Pair(target + 12, crossed, -crossed);
        OperatorCoefficients.Pair(target + 14, -left, left);
    }

    public override void BindControlled(KernelCall* call, int position, in Matrix2 matrix)
    {
        var unused = Complex.One;
        var op = OperatorCoefficients.Reduce(matrix, 1, ref unused);
        if (unused != Complex.One)
        {
            op = new(OperatorClass.Full, matrix);
        }

        bool inside = position < TVector.LaneQubits;
        call->Low = position;
        call->LowExchange = WriteOperator(op, position, (TReal*)call->Coefficients);
        call->GroupQubits = TVector.LaneQubits + BitOperations.PopCount(call->InnerControls >> TVector.LaneQubits) + (inside ? 0 : 1);
        call->Kernel = inside ? KernelChoice<TVector, TReal>.LaneControlled(op.Class) : KernelChoice<TVector, TReal>.Controlled(op.Class);
    }

    public override void BindPauliRotation(KernelCall* call, double sin, double cos, int countOfY)
    {
        // -i·sin·i^y: real for odd y, imaginary (part-swapped) for even y.
        bool real = (countOfY & 1) != 0;
        double factor = (countOfY & 3) is 2 or 3 ? sin : -sin;
        var coefficients = (TReal*)call->Coefficients;
        OperatorCoefficients.Pair(coefficients, cos, cos);
        if (real)
        {
            OperatorCoefficients.Pair(coefficients + 2, -factor, -factor);
        }
        else
        {
            OperatorCoefficients.Pair(coefficients + 2, -factor, factor);
        }

        int lanes = (int)(call->FlipMask & ((1UL << TVector.LaneQubits) - 1));
        call->LowExchange = (lanes << 1) | (real ? 0 : 1);
        ulong across = call->FlipMask >> TVector.LaneQubits << TVector.LaneQubits;
        call->High = across == 0 ? -1 : BitOperations.Log2(across);
        call->GroupQubits = TVector.LaneQubits + (across == 0 ? 0 : 1);
        call->Kernel = across == 0 ? &PauliRotationKernel<TVector, TReal>.Inside : &PauliRotationKernel<TVector, TReal>.Across;
    }

    public override void BindParityPhase(KernelCall* call, double sin, double cos)
    {
        var coefficients = (TReal*)call->Coefficients;
        OperatorCoefficients.Pair(coefficients, cos, cos);
        OperatorCoefficients.Pair(coefficients + 2, sin, -sin);
        call->GroupQubits = TVector.LaneQubits;
        call->Kernel = &ParityPhaseKernel<TVector, TReal>.Apply;
    }

    public override void BindScale(KernelCall* call, Complex factor)
    {
        OperatorCoefficients.ComplexPairs((TReal*)call->Coefficients, factor);
        call->GroupQubits = TVector.LaneQubits;
        call->Kernel = factor == Complex.One ? null : &TileKernel<TVector, TReal>.Scale;
    }

    public override void AllocatePhasePolynomial(KernelCall* call, NativeArena arena, ReadOnlySpan<int> tileQubits, int qubits, ulong mentioned)
    {
        PhasePolynomialTables<TVector, TReal>.Allocate(call, arena, tileQubits, qubits, mentioned);
        call->Kernel = &PhasePolynomialKernel<TVector, TReal>.Apply;
    }

    public override void BindPhasePolynomial(KernelCall* call) =>
        PhasePolynomialTables<TVector, TReal>.Compute((PhasePolynomialPayload*)call->Payload);

    public override void AllocateDense(KernelCall* call, NativeArena arena, ReadOnlySpan<int> positions)
    {
        DenseTables<TVector, TReal>.Allocate(call, arena, positions);
        call->Kernel = &DenseKernel<TVector, TReal>.Apply;
    }

    public override void BindDense(KernelCall* call, ReadOnlySpan<int> positions, ReadOnlySpan<Complex> matrix) =>
        DenseTables<TVector, TReal>.Write(call, positions, matrix);

    public override void AllocateDiagonalTable(KernelCall* call, NativeArena arena, ReadOnlySpan<int> positions, ReadOnlySpan<int> outerQubits)
    {
        var payload = arena.Allocate<DiagonalTablePayload>(1);
        payload->Qubits = positions.Length;
        payload->TilePosition = arena.Allocate<int>(positions.Length);
        payload->OuterQubit = arena.Allocate<int>(positions.Length);
        payload->Entries = arena.Allocate<TReal>(2 << positions.Length);
        positions.CopyTo(new Span<int>(payload->TilePosition, positions.Length));
        outerQubits.CopyTo(new Span<int>(payload->OuterQubit, positions.Length));
        call->Payload = payload;
        call->GroupQubits = 0;
        call->Kernel = &DiagonalTableKernel<TReal>.Apply;
    }

    public override void BindDiagonalTable(KernelCall* call, ReadOnlySpan<Complex> entries) =>
        WriteEntries((TReal*)((DiagonalTablePayload*)call->Payload)->Entries, entries);

    public override void AllocatePermutation(KernelCall* call, NativeArena arena, ReadOnlySpan<int> positions, ReadOnlySpan<int> destinations)
    {
        var payload = arena.Allocate<PermutationPayload>(1);
        payload->Entries = destinations.Length;
        payload->Sources = arena.Allocate<nint>(destinations.Length);
        payload->Destinations = arena.Allocate<nint>(destinations.Length);
        payload->Phases = arena.Allocate<TReal>(2 * destinations.Length);
        foreach (int position in positions)
        {
            payload->TargetMask |= 1UL << position;
        }

        for (int entry = 0; entry < destinations.Length; entry++)
        {
            payload->Sources[entry] = Offset(positions, entry);
            payload->Destinations[entry] = Offset(positions, destinations[entry]);
        }

        call->Payload = payload;
        call->ScratchBytes = destinations.Length * 2 * sizeof(TReal);
        call->GroupQubits = positions.Length + BitOperations.PopCount(call->InnerControls);
        call->Kernel = &PermutationKernel<TReal>.Apply;
    }

    public override void BindPermutation(KernelCall* call, ReadOnlySpan<Complex> phases) =>
        WriteEntries((TReal*)((PermutationPayload*)call->Payload)->Phases, phases);

    private static TReal* Operator(KernelCall* call, bool isUpper) =>
        (TReal*)call->Coefficients + (isUpper ? OperatorCoefficients.Length : 0);

    private static nint Offset(ReadOnlySpan<int> positions, int entry)
    {
        nint offset = 0;
        for (int bit = 0; bit < positions.Length; bit++)
        {
            offset |= (nint)(entry >> bit & 1) << positions[bit];
        }

        return 2 * offset;
    }

    private static void WriteEntries(TReal* table, ReadOnlySpan<Complex> entries)
    {
        for (int entry = 0; entry < entries.Length; entry++)
        {
            OperatorCoefficients.Pair(table + (2 * entry), entries[entry].Real, entries[entry].Imaginary);
        }
    }

    private static int WriteOperator(in ReducedOperator op, int position, TReal* coefficients)
    {
        if (position < TVector.LaneQubits)
        {
            return OperatorCoefficients.WriteInside(op.Class, op.Matrix, position, coefficients);
        }

        OperatorCoefficients.WriteAcross(op.Class, op.Matrix, coefficients);
        return 0;
    }
}
