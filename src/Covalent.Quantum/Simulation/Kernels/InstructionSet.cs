namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Families of kernels, from the portable one to the widest registers.</summary>
internal enum InstructionSet
{
    /// <summary>Plain arithmetic, any processor.</summary>
    Scalar,

    /// <summary>256-bit registers with fused multiply-add.</summary>
    Avx2,

    /// <summary>512-bit registers.</summary>
    Avx512,
}
