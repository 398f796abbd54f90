using System.Runtime.Intrinsics.X86;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>The one table that decides which kernels run. Chosen once; <c>COVALENT_QUANTUM_ISA</c> (avx512, avx2, scalar) overrides it.</summary>
internal static class KernelTable
{
    /// <summary>Environment variable that narrows the choice.</summary>
    public const string OverrideVariable = "COVALENT_QUANTUM_ISA";

    private static readonly KernelSet ScalarDouble = new KernelSet<ScalarAmplitude<double>, double>(InstructionSet.Scalar, Precision.Double);
    private static readonly KernelSet ScalarSingle = new KernelSet<ScalarAmplitude<float>, float>(InstructionSet.Scalar, Precision.Single);
    private static readonly KernelSet Avx2Double = new KernelSet<Vector256Double, double>(InstructionSet.Avx2, Precision.Double);
    private static readonly KernelSet Avx2Single = new KernelSet<Vector256Single, float>(InstructionSet.Avx2, Precision.Single);
    private static readonly KernelSet Avx512Double = new KernelSet<Vector512Double, double>(InstructionSet.Avx512, Precision.Double);
    private static readonly KernelSet Avx512Single = new KernelSet<Vector512Single, float>(InstructionSet.Avx512, Precision.Single);

    /// <summary>Widest instruction set this process may use.</summary>
    public static InstructionSet Best { get; } = Choose(Environment.GetEnvironmentVariable(OverrideVariable));

    /// <summary>True when this processor can run the kernels.</summary>
    public static bool IsSupported(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 => Avx512F.IsSupported && Avx512DQ.IsSupported && Avx2.IsSupported,
        InstructionSet.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };

    /// <summary>Kernels of an instruction set and precision.</summary>
    public static KernelSet Get(InstructionSet instructionSet, Precision precision) => (instructionSet, precision) switch
    {
        (InstructionSet.Avx512, Precision.Double) => Avx512Double,
        (InstructionSet.Avx512, _) => Avx512Single,
        (InstructionSet.Avx2, Precision.Double) => Avx2Double,
        (InstructionSet.Avx2, _) => Avx2Single,
        (_, Precision.Double) => ScalarDouble,
        _ => ScalarSingle,
    };

    /// <summary>Reads a name as used on command lines and in <see cref="OverrideVariable"/>.</summary>
    public static bool TryParse(string? name, out InstructionSet instructionSet) =>
        Enum.TryParse(name, ignoreCase: true, out instructionSet) && Enum.IsDefined(instructionSet);

    internal static InstructionSet Choose(string? wish)
    {
        var widest = IsSupported(InstructionSet.Avx512) ? InstructionSet.Avx512
            : IsSupported(InstructionSet.Avx2) ? InstructionSet.Avx2
            : InstructionSet.Scalar;
        return TryParse(wish, out var wished) && wished < widest && IsSupported(wished) ? wished : widest;
    }
}
