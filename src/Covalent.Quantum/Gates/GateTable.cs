using static Covalent.Quantum.Gates.AdjointRule;
using static Covalent.Quantum.GateKind;
using M = Covalent.Quantum.Gates.GateMatrices;

namespace Covalent.Quantum.Gates;

/// <summary>The one table of named gates.</summary>
internal static class GateTable
{
    private static readonly double[] One = [1];

    private static readonly double[] Half = [0.5, 1];

    private static readonly GateDescription[] Rows = Build();

    private static readonly Dictionary<string, GateDescription> ByName = Rows.ToDictionary(row => row.Name, StringComparer.Ordinal);

    public static IReadOnlyList<GateDescription> All => Rows;

    public static GateDescription Describe(GateKind kind) => Rows[(int)kind];

    public static bool TryFind(string name, out GateDescription? description) => ByName.TryGetValue(name, out description);

    private static GateDescription[] Build()
    {
        GateDescription[] rows =
        [
            new(Identity, "Identity", null, 0, 0, Self, M.Identity, [], "I"),
            new(PauliX, "PauliX", 1, 0, 0, Self, M.X, [], "X"),
            new(PauliY, "PauliY", 1, 0, 0, Self, M.Y, [], "Y"),
            new(PauliZ, "PauliZ", 1, 0, 0, Self, M.Z, [], "Z"),
            new(GateKind.Hadamard, "Hadamard", 1, 0, 0, Self, M.Hadamard, [], "H"),
            new(S, "S", 1, 0, 0, Wrapped, M.S, [], "S"),
            new(T, "T", 1, 0, 0, Wrapped, M.T, [], "T"),
            new(SX, "SX", 1, 0, 0, Wrapped, M.SX, [], "SX"),
            new(CNOT, "CNOT", 2, 0, 1, Self, M.X, [], "X") { Base = PauliX },
            new(CY, "CY", 2, 0, 1, Self, M.Y, [], "Y") { Base = PauliY },
            new(CZ, "CZ", 2, 0, 1, Self, M.Z, [], "Z") { Base = PauliZ },
            new(CH, "CH", 2, 0, 1, Self, M.Hadamard, [], "H") { Base = GateKind.Hadamard },
            new(SWAP, "SWAP", 2, 0, 0, Self, M.Swap, [], "SWAP"),
            new(ISWAP, "ISWAP", 2, 0, 0, Wrapped, M.ISwap, [], "ISWAP"),
            new(SISWAP, "SISWAP", 2, 0, 0, Wrapped, M.SISwap, [], "SISWAP"),
            new(ECR, "ECR", 2, 0, 0, Self, M.Ecr, [], "ECR"),
            new(Toffoli, "Toffoli", 3, 0, 2, Self, M.X, [], "X") { Base = PauliX },
            new(CCZ, "CCZ", 3, 0, 2, Self, M.Z, [], "Z") { Base = PauliZ },
            new(CSWAP, "CSWAP", 3, 0, 1, Self, M.Swap, [], "SWAP") { Base = SWAP },
            new(RX, "RX", 1, 1, 0, Negate, Rotation("X"), [One], "RX"),
            new(RY, "RY", 1, 1, 0, Negate, Rotation("Y"), [One], "RY"),
            new(RZ, "RZ", 1, 1, 0, Negate, Rotation("Z"), [One], "RZ"),
            new(PhaseShift, "PhaseShift", 1, 1, 0, Negate, M.PhaseShift, [One], "Rϕ"),
            new(U1, "U1", 1, 1, 0, Negate, M.PhaseShift, [One], "U1"),
            new(U2, "U2", 1, 2, 0, Wrapped, M.U2, [One, One], "U2"),
            new(U3, "U3", 1, 3, 0, Wrapped, M.U3, [One, One, One], "U3"),
            new(Rot, "Rot", 1, 3, 0, NegateReversed, M.Rot, [One, One, One], "Rot"),
            new(CRX, "CRX", 2, 1, 1, Negate, Rotation("X"), [Half], "RX") { Base = RX },
            new(CRY, "CRY", 2, 1, 1, Negate, Rotation("Y"), [Half], "RY") { Base = RY },
            new(CRZ, "CRZ", 2, 1, 1, Negate, Rotation("Z"), [Half], "RZ") { Base = RZ },
            new(CRot, "CRot", 2, 3, 1, NegateReversed, M.Rot, [Half, Half, Half], "Rot") { Base = Rot },
            new(ControlledPhaseShift, "ControlledPhaseShift", 2, 1, 1, Negate, M.PhaseShift, [One], "Rϕ") { Base = PhaseShift },
            new(CPhaseShift00, "CPhaseShift00", 2, 1, 0, Negate, M.CPhase00, [One], "Rϕ(00)"),
            new(CPhaseShift01, "CPhaseShift01", 2, 1, 0, Negate, M.CPhase01, [One], "Rϕ(01)"),
            new(CPhaseShift10, "CPhaseShift10", 2, 1, 0, Negate, M.CPhase10, [One], "Rϕ(10)"),
            new(IsingXX, "IsingXX", 2, 1, 0, Negate, Rotation("XX"), [One], "IsingXX"),
            new(IsingYY, "IsingYY", 2, 1, 0, Negate, Rotation("YY"), [One], "IsingYY"),
            new(IsingZZ, "IsingZZ", 2, 1, 0, Negate, Rotation("ZZ"), [One], "IsingZZ"),
            new(IsingXY, "IsingXY", 2, 1, 0, Negate, M.IsingXY, [Half], "IsingXY"),
            new(PSWAP, "PSWAP", 2, 1, 0, Negate, M.PSwap, [One], "PSWAP"),
            new(MultiRZ, "MultiRZ", null, 1, 0, Negate, M.MultiRZ, [One], "MultiRZ"),
            new(GlobalPhase, "GlobalPhase", null, 1, 0, Negate, M.GlobalPhase, [[]], "GlobalPhase"),
            new(SingleExcitation, "SingleExcitation", 2, 1, 0, Negate, M.SingleExcitation, [Half], "G"),
            new(SingleExcitationPlus, "SingleExcitationPlus", 2, 1, 0, Negate, M.SingleExcitationPlus, [One], "G₊"),
            new(SingleExcitationMinus, "SingleExcitationMinus", 2, 1, 0, Negate, M.SingleExcitationMinus, [One], "G₋"),
            new(DoubleExcitation, "DoubleExcitation", 4, 1, 0, Negate, M.DoubleExcitation, [Half], "G²"),
            new(DoubleExcitationPlus, "DoubleExcitationPlus", 4, 1, 0, Negate, M.DoubleExcitationPlus, [One], "G²₊"),
            new(DoubleExcitationMinus, "DoubleExcitationMinus", 4, 1, 0, Negate, M.DoubleExcitationMinus, [One], "G²₋"),
            new(OrbitalRotation, "OrbitalRotation", 4, 1, 0, Negate, M.OrbitalRotation, [[0.5, 1, 1.5, 2]], "OrbitalRotation"),
            new(FermionicSWAP, "FermionicSWAP", 2, 1, 0, Negate, M.FermionicSwap, [One], "fSWAP"),
            new(GPi, "GPi", 1, 1, 0, Self, M.GPi, [[2]], "GPi"),
            new(GPi2, "GPi2", 1, 1, 0, Wrapped, M.GPi2, [[1, 2]], "GPi2"),
            new(MS, "MS", 2, 3, 0, Wrapped, M.MS, [[1, 2], [1, 2], One], "MS"),
            new(PRx, "PRx", 1, 2, 0, Wrapped, M.PRx, [One, [1, 2]], "PRx"),
            new(QubitCarry, "QubitCarry", 4, 0, 0, Wrapped, M.QubitCarry, [], "QubitCarry"),
            new(QubitSum, "QubitSum", 3, 0, 0, Self, M.QubitSum, [], "Σ"),
        ];
        for (var i = 0; i < rows.Length; i++)
        {
            if ((int)rows[i].Kind != i)
            {
                throw new InvalidOperationException($"Gate table row {i} is {rows[i].Kind}; rows must follow the order of {nameof(GateKind)}.");
            }
        }

        return rows;
    }

    private static GateFormFactory Rotation(string word) => (p, _) => GateForm.PauliRotation(word, p[0]);
}
