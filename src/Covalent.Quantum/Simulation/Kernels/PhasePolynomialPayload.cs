using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>
/// The diagonal operator exp(i·(c + sum a_q b_q + sum J_qr b_q b_r)) prepared for one tile shape. The tile is cut into rows of
/// 2^<see cref="LowQubits"/> amplitudes; qubits outside the tile only shift the linear terms. All tables are native memory.
/// </summary>
internal unsafe struct PhasePolynomialPayload
{
    /// <summary>Number of physical qubits; the stride of <see cref="Quadratic"/>.</summary>
    public int Qubits;

    public int TileQubits;

    public int LowQubits;

    /// <summary>e^{ic}, times any factor the program wants applied here.</summary>
    public Complex Constant;

    /// <summary>a_q by physical qubit.</summary>
    public double* Linear;

    /// <summary>J_qr by physical qubits, symmetric, zero diagonal.</summary>
    public double* Quadratic;

    /// <summary>Physical qubit of every tile position.</summary>
    public int* TileQubit;

    /// <summary>Physical qubits outside the tile that the polynomial mentions.</summary>
    public ulong OuterMask;

    /// <summary>Per row and low position: phase of the couplings between the row's bits and that position.</summary>
    public Complex* LowByRow;

    /// <summary>Per row: phase of the couplings of its top bit with its other bits.</summary>
    public Complex* RowCoupling;

    /// <summary>Couplings among the low positions, register by register: real factors, imaginary factors.</summary>
    public void* LowCoupling;

    /// <summary>False when the low positions do not couple among themselves.</summary>
    public int LowIsCoupled;

    /// <summary>True when no row bit couples to a low position: the row table is built once per tile.</summary>
    public int RowsShareTable;
}
