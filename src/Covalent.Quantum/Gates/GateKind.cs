namespace Covalent.Quantum;

/// <summary>The gates with a fixed name and a matrix that depends only on their parameters.</summary>
public enum GateKind
{
    /// <summary>Does nothing; any number of wires.</summary>
    Identity,

    /// <summary>Bit flip.</summary>
    PauliX,

    /// <summary>Bit and phase flip.</summary>
    PauliY,

    /// <summary>Phase flip.</summary>
    PauliZ,

    /// <summary>Hadamard gate.</summary>
    Hadamard,

    /// <summary>diag(1, i).</summary>
    S,

    /// <summary>diag(1, e^{iπ/4}).</summary>
    T,

    /// <summary>Square root of X.</summary>
    SX,

    /// <summary>Controlled X.</summary>
    CNOT,

    /// <summary>Controlled Y.</summary>
    CY,

    /// <summary>Controlled Z.</summary>
    CZ,

    /// <summary>Controlled Hadamard.</summary>
    CH,

    /// <summary>Exchange of two wires.</summary>
    SWAP,

    /// <summary>Exchange with a factor i on the exchanged states.</summary>
    ISWAP,

    /// <summary>Square root of ISWAP.</summary>
    SISWAP,

    /// <summary>Echoed cross resonance.</summary>
    ECR,

    /// <summary>X with two controls.</summary>
    Toffoli,

    /// <summary>Z with two controls.</summary>
    CCZ,

    /// <summary>Controlled exchange.</summary>
    CSWAP,

    /// <summary>exp(−iθX/2).</summary>
    RX,

    /// <summary>exp(−iθY/2).</summary>
    RY,

    /// <summary>exp(−iθZ/2).</summary>
    RZ,

    /// <summary>diag(1, e^{iφ}).</summary>
    PhaseShift,

    /// <summary>The same as <see cref="PhaseShift"/>, under its OpenQASM name.</summary>
    U1,

    /// <summary>U3(π/2, φ, δ).</summary>
    U2,

    /// <summary>[[cos θ/2, −e^{iδ} sin θ/2], [e^{iφ} sin θ/2, e^{i(φ+δ)} cos θ/2]].</summary>
    U3,

    /// <summary>RZ(ω)·RY(θ)·RZ(φ).</summary>
    Rot,

    /// <summary>Controlled RX.</summary>
    CRX,

    /// <summary>Controlled RY.</summary>
    CRY,

    /// <summary>Controlled RZ.</summary>
    CRZ,

    /// <summary>Controlled Rot.</summary>
    CRot,

    /// <summary>diag(1, 1, 1, e^{iφ}).</summary>
    ControlledPhaseShift,

    /// <summary>e^{iφ} on |00⟩.</summary>
    CPhaseShift00,

    /// <summary>e^{iφ} on |01⟩.</summary>
    CPhaseShift01,

    /// <summary>e^{iφ} on |10⟩.</summary>
    CPhaseShift10,

    /// <summary>exp(−iφXX/2).</summary>
    IsingXX,

    /// <summary>exp(−iφYY/2).</summary>
    IsingYY,

    /// <summary>exp(−iφZZ/2).</summary>
    IsingZZ,

    /// <summary>exp(+iφ(XX+YY)/4).</summary>
    IsingXY,

    /// <summary>Exchange with e^{iφ} on the exchanged states.</summary>
    PSWAP,

    /// <summary>exp(−iθ/2·Z⊗…⊗Z) on any number of wires.</summary>
    MultiRZ,

    /// <summary>e^{−iφ} on all amplitudes.</summary>
    GlobalPhase,

    /// <summary>Rotation between |01⟩ and |10⟩.</summary>
    SingleExcitation,

    /// <summary>Rotation between |01⟩ and |10⟩, e^{iφ/2} elsewhere.</summary>
    SingleExcitationPlus,

    /// <summary>Rotation between |01⟩ and |10⟩, e^{−iφ/2} elsewhere.</summary>
    SingleExcitationMinus,

    /// <summary>Rotation between |0011⟩ and |1100⟩.</summary>
    DoubleExcitation,

    /// <summary>Rotation between |0011⟩ and |1100⟩, e^{iφ/2} elsewhere.</summary>
    DoubleExcitationPlus,

    /// <summary>Rotation between |0011⟩ and |1100⟩, e^{−iφ/2} elsewhere.</summary>
    DoubleExcitationMinus,

    /// <summary>Spin-adapted rotation of two spatial orbitals (four wires).</summary>
    OrbitalRotation,

    /// <summary>Fermionic exchange rotation.</summary>
    FermionicSWAP,

    /// <summary>IonQ's [[0, e^{−iφ}], [e^{iφ}, 0]].</summary>
    GPi,

    /// <summary>IonQ's half GPi.</summary>
    GPi2,

    /// <summary>IonQ's Mølmer–Sørensen gate (φ0, φ1, θ), radians.</summary>
    MS,

    /// <summary>IQM's rotation by θ about the axis at angle φ in the equator.</summary>
    PRx,

    /// <summary>Quantum addition of carries (four wires).</summary>
    QubitCarry,

    /// <summary>Sum of two bits into a third wire.</summary>
    QubitSum,
}
