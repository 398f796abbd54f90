using Covalent.Quantum;

namespace VqeH2;

/// <summary>The hydrogen molecule at its bond length on four wires, in the STO-3G basis and Jordan–Wigner form; energies in hartree.</summary>
internal static class Hydrogen
{
    /// <summary>Lowest eigenvalue of <see cref="Hamiltonian"/>, by exact diagonalisation.</summary>
    public const double GroundStateEnergy = -1.1372633205048746;

    private static readonly (double Coefficient, string Word)[] Terms =
    [
        (-0.09963387941370971, "IIII"), (0.17110545123720233, "ZIII"), (0.17110545123720225, "IZII"), (0.16859349595532533, "ZZII"),
        (0.04533062254573469, "YXXY"), (-0.04533062254573469, "YYXX"), (-0.04533062254573469, "XXYY"), (0.04533062254573469, "XYYX"),
        (-0.22250914236600539, "IIZI"), (0.12051027989546245, "ZIZI"), (-0.22250914236600539, "IIIZ"), (0.16584090244119712, "ZIIZ"),
        (0.16584090244119712, "IZZI"), (0.12051027989546245, "IZIZ"), (0.1743207725924201, "IIZZ"),
    ];

    public static Observable Hamiltonian { get; } =
        Observable.Hamiltonian([.. Terms.Select(t => t.Coefficient)], [.. Terms.Select(t => Observable.Pauli(t.Word, Wires.Range(4)))]);

    /// <summary>Hartree–Fock, then every single and double excitation that keeps the spin.</summary>
    public static void Ansatz(CircuitBuilder q, Parameters angles)
    {
        q.PauliX(0);
        q.PauliX(1);
        q.DoubleExcitation(angles[0], 0, 1, 2, 3);
        q.SingleExcitation(angles[1], 0, 2);
        q.SingleExcitation(angles[2], 1, 3);
    }
}
