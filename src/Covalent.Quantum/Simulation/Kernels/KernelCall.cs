namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>One bound operation: which kernel, on which tile positions, with which factors. Lives in native memory, read by all threads.</summary>
internal unsafe struct KernelCall
{
    /// <summary>The specialised loop.</summary>
    public delegate*<KernelCall*, TileSpan*, void> Kernel;

    /// <summary>Factor pairs, see <see cref="OperatorCoefficients"/>; the real type is that of the state.</summary>
    public void* Coefficients;

    /// <summary>Further tables of dense and diagonal operations.</summary>
    public void* Payload;

    /// <summary>Working memory a thread needs for this operation.</summary>
    public int ScratchBytes;

    /// <summary>Tile positions of the lower and upper qubit; -1 where there is none.</summary>
    public int Low;
    public int High;

    /// <summary>Class of a bound one-qubit operator.</summary>
    public OperatorClass Class;

    /// <summary>An operation on a tile of t qubits has 2^(t - GroupQubits) independent groups.</summary>
    public int GroupQubits;

    /// <summary>Slot xor masks of lane operators, see <see cref="IAmplitudeVector{TSelf, TReal}.XorIndex"/>.</summary>
    public int LowExchange;
    public int HighExchange;

    /// <summary>Controls inside the tile (positions) and outside of it (physical qubits), with the values they must have.</summary>
    public ulong InnerControls;
    public ulong InnerValues;
    public ulong OuterControls;
    public ulong OuterValues;

    /// <summary>Pauli masks over tile positions, and the Z part over physical qubits outside the tile.</summary>
    public ulong FlipMask;
    public ulong SignMask;
    public ulong OuterSignMask;
}
