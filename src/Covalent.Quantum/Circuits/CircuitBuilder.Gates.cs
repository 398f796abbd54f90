namespace Covalent.Quantum;

/// <content>Named gates; angles in radians, controls first.</content>
public sealed partial class CircuitBuilder
{
    /// <summary>Does nothing to the wires, but makes them part of the circuit.</summary>
    public Gate Identity(params Wires wires) => Add(GateKind.Identity, wires);

    /// <summary>Bit flip.</summary>
    public Gate X(Wire wire) => Add(GateKind.PauliX, wire);

    /// <summary>Bit flip.</summary>
    public Gate PauliX(Wire wire) => Add(GateKind.PauliX, wire);

    /// <summary>Bit and phase flip.</summary>
    public Gate Y(Wire wire) => Add(GateKind.PauliY, wire);

    /// <summary>Bit and phase flip.</summary>
    public Gate PauliY(Wire wire) => Add(GateKind.PauliY, wire);

    /// <summary>Phase flip.</summary>
    public Gate Z(Wire wire) => Add(GateKind.PauliZ, wire);

    /// <summary>Phase flip.</summary>
    public Gate PauliZ(Wire wire) => Add(GateKind.PauliZ, wire);

    /// <summary>Hadamard gate.</summary>
    public Gate H(Wire wire) => Add(GateKind.Hadamard, wire);

    /// <summary>Hadamard gate.</summary>
    public Gate Hadamard(Wire wire) => Add(GateKind.Hadamard, wire);

    /// <summary>diag(1, i).</summary>
    public Gate S(Wire wire) => Add(GateKind.S, wire);

    /// <summary>diag(1, e^{iπ/4}).</summary>
    public Gate T(Wire wire) => Add(GateKind.T, wire);

    /// <summary>Square root of X.</summary>
    public Gate SX(Wire wire) => Add(GateKind.SX, wire);

    /// <summary>X on the target where the control is 1.</summary>
    public Gate CNOT(Wire control, Wire target) => Add(GateKind.CNOT, [control, target]);

    /// <summary>X on the target where the control is 1; the same as <see cref="CNOT"/>.</summary>
    public Gate CX(Wire control, Wire target) => Add(GateKind.CNOT, [control, target]);

    /// <summary>Y on the target where the control is 1.</summary>
    public Gate CY(Wire control, Wire target) => Add(GateKind.CY, [control, target]);

    /// <summary>Z on the target where the control is 1.</summary>
    public Gate CZ(Wire control, Wire target) => Add(GateKind.CZ, [control, target]);

    /// <summary>Hadamard on the target where the control is 1.</summary>
    public Gate CH(Wire control, Wire target) => Add(GateKind.CH, [control, target]);

    /// <summary>Exchanges two wires.</summary>
    public Gate SWAP(Wire first, Wire second) => Add(GateKind.SWAP, [first, second]);

    /// <summary>Exchanges two wires with a factor i on the exchanged states.</summary>
    public Gate ISWAP(Wire first, Wire second) => Add(GateKind.ISWAP, [first, second]);

    /// <summary>Square root of ISWAP.</summary>
    public Gate SISWAP(Wire first, Wire second) => Add(GateKind.SISWAP, [first, second]);

    /// <summary>Square root of ISWAP; the same as <see cref="SISWAP"/>.</summary>
    public Gate SQISW(Wire first, Wire second) => Add(GateKind.SISWAP, [first, second]);

    /// <summary>Echoed cross resonance.</summary>
    public Gate ECR(Wire first, Wire second) => Add(GateKind.ECR, [first, second]);

    /// <summary>X on the target where both controls are 1.</summary>
    public Gate Toffoli(Wire control1, Wire control2, Wire target) => Add(GateKind.Toffoli, [control1, control2, target]);

    /// <summary>Z on the target where both controls are 1.</summary>
    public Gate CCZ(Wire control1, Wire control2, Wire target) => Add(GateKind.CCZ, [control1, control2, target]);

    /// <summary>Exchanges two wires where the control is 1.</summary>
    public Gate CSWAP(Wire control, Wire first, Wire second) => Add(GateKind.CSWAP, [control, first, second]);

    /// <summary>exp(−iθX/2).</summary>
    public Gate RX(Parameter theta, Wire wire) => Add(GateKind.RX, wire, theta);

    /// <summary>exp(−iθY/2).</summary>
    public Gate RY(Parameter theta, Wire wire) => Add(GateKind.RY, wire, theta);

    /// <summary>exp(−iθZ/2).</summary>
    public Gate RZ(Parameter theta, Wire wire) => Add(GateKind.RZ, wire, theta);

    /// <summary>diag(1, e^{iφ}).</summary>
    public Gate PhaseShift(Parameter phi, Wire wire) => Add(GateKind.PhaseShift, wire, phi);

    /// <summary>diag(1, e^{iφ}).</summary>
    public Gate U1(Parameter phi, Wire wire) => Add(GateKind.U1, wire, phi);

    /// <summary>U3(π/2, φ, δ).</summary>
    public Gate U2(Parameter phi, Parameter delta, Wire wire) => Add(GateKind.U2, wire, phi, delta);

    /// <summary>[[cos θ/2, −e^{iδ} sin θ/2], [e^{iφ} sin θ/2, e^{i(φ+δ)} cos θ/2]].</summary>
    public Gate U3(Parameter theta, Parameter phi, Parameter delta, Wire wire) => Add(GateKind.U3, wire, theta, phi, delta);

    /// <summary>RZ(ω)·RY(θ)·RZ(φ): RZ(φ) acts first.</summary>
    public Gate Rot(Parameter phi, Parameter theta, Parameter omega, Wire wire) => Add(GateKind.Rot, wire, phi, theta, omega);

    /// <summary>RX on the target where the control is 1.</summary>
    public Gate CRX(Parameter theta, Wire control, Wire target) => Add(GateKind.CRX, [control, target], theta);

    /// <summary>RY on the target where the control is 1.</summary>
    public Gate CRY(Parameter theta, Wire control, Wire target) => Add(GateKind.CRY, [control, target], theta);

    /// <summary>RZ on the target where the control is 1.</summary>
    public Gate CRZ(Parameter theta, Wire control, Wire target) => Add(GateKind.CRZ, [control, target], theta);

    /// <summary>Rot on the target where the control is 1.</summary>
    public Gate CRot(Parameter phi, Parameter theta, Parameter omega, Wire control, Wire target) => Add(GateKind.CRot, [control, target], phi, theta, omega);

    /// <summary>diag(1, 1, 1, e^{iφ}).</summary>
    public Gate ControlledPhaseShift(Parameter phi, Wire control, Wire target) => Add(GateKind.ControlledPhaseShift, [control, target], phi);

    /// <summary>diag(1, 1, 1, e^{iφ}); the same as <see cref="ControlledPhaseShift"/>.</summary>
    public Gate CPhase(Parameter phi, Wire control, Wire target) => Add(GateKind.ControlledPhaseShift, [control, target], phi);

    /// <summary>e^{iφ} on |00⟩.</summary>
    public Gate CPhaseShift00(Parameter phi, Wire first, Wire second) => Add(GateKind.CPhaseShift00, [first, second], phi);

    /// <summary>e^{iφ} on |01⟩.</summary>
    public Gate CPhaseShift01(Parameter phi, Wire first, Wire second) => Add(GateKind.CPhaseShift01, [first, second], phi);

    /// <summary>e^{iφ} on |10⟩.</summary>
    public Gate CPhaseShift10(Parameter phi, Wire first, Wire second) => Add(GateKind.CPhaseShift10, [first, second], phi);

    /// <summary>exp(−iφ/2·XX).</summary>
    public Gate IsingXX(Parameter phi, Wire first, Wire second) => Add(GateKind.IsingXX, [first, second], phi);

    /// <summary>exp(−iφ/2·YY).</summary>
    public Gate IsingYY(Parameter phi, Wire first, Wire second) => Add(GateKind.IsingYY, [first, second], phi);

    /// <summary>exp(−iφ/2·ZZ).</summary>
    public Gate IsingZZ(Parameter phi, Wire first, Wire second) => Add(GateKind.IsingZZ, [first, second], phi);

    /// <summary>exp(+iφ/4·(XX + YY)); the sign habit differs from the other Ising gates.</summary>
    public Gate IsingXY(Parameter phi, Wire first, Wire second) => Add(GateKind.IsingXY, [first, second], phi);

    /// <summary>Exchanges two wires with e^{iφ} on the exchanged states.</summary>
    public Gate PSWAP(Parameter phi, Wire first, Wire second) => Add(GateKind.PSWAP, [first, second], phi);

    /// <summary>exp(−iθ/2·Z⊗…⊗Z).</summary>
    public Gate MultiRZ(Parameter theta, params Wires wires) => Add(GateKind.MultiRZ, wires, theta);

    /// <summary>exp(−iθ/2·P) for a Pauli word such as <c>"XYZ"</c>, one letter per wire.</summary>
    public PauliRotation PauliRot(Parameter theta, string word, params Wires wires) => Apply(new PauliRotation(theta, word, wires));

    /// <summary>Multiplies the state by e^{−iφ}; visible only under control.</summary>
    public Gate GlobalPhase(Parameter phi, params Wires wires) => Add(GateKind.GlobalPhase, wires, phi);

    /// <summary>Rotation by φ/2 between |01⟩ and |10⟩.</summary>
    public Gate SingleExcitation(Parameter phi, Wire first, Wire second) => Add(GateKind.SingleExcitation, [first, second], phi);

    /// <summary>Rotation by φ/2 between |01⟩ and |10⟩, e^{iφ/2} on the other states.</summary>
    public Gate SingleExcitationPlus(Parameter phi, Wire first, Wire second) => Add(GateKind.SingleExcitationPlus, [first, second], phi);

    /// <summary>Rotation by φ/2 between |01⟩ and |10⟩, e^{−iφ/2} on the other states.</summary>
    public Gate SingleExcitationMinus(Parameter phi, Wire first, Wire second) => Add(GateKind.SingleExcitationMinus, [first, second], phi);

    /// <summary>Rotation by φ/2 between |0011⟩ and |1100⟩.</summary>
    public Gate DoubleExcitation(Parameter phi, Wire wire1, Wire wire2, Wire wire3, Wire wire4) => Add(GateKind.DoubleExcitation, [wire1, wire2, wire3, wire4], phi);

    /// <summary>Rotation by φ/2 between |0011⟩ and |1100⟩, e^{iφ/2} on the other states.</summary>
    public Gate DoubleExcitationPlus(Parameter phi, Wire wire1, Wire wire2, Wire wire3, Wire wire4) => Add(GateKind.DoubleExcitationPlus, [wire1, wire2, wire3, wire4], phi);

    /// <summary>Rotation by φ/2 between |0011⟩ and |1100⟩, e^{−iφ/2} on the other states.</summary>
    public Gate DoubleExcitationMinus(Parameter phi, Wire wire1, Wire wire2, Wire wire3, Wire wire4) => Add(GateKind.DoubleExcitationMinus, [wire1, wire2, wire3, wire4], phi);

    /// <summary>Spin-adapted rotation of two spatial orbitals; wires alternate between the spins.</summary>
    public Gate OrbitalRotation(Parameter phi, Wire wire1, Wire wire2, Wire wire3, Wire wire4) => Add(GateKind.OrbitalRotation, [wire1, wire2, wire3, wire4], phi);

    /// <summary>Fermionic exchange by the angle φ; at π a full exchange with sign.</summary>
    public Gate FermionicSWAP(Parameter phi, Wire first, Wire second) => Add(GateKind.FermionicSWAP, [first, second], phi);

    /// <summary>IonQ's [[0, e^{−iφ}], [e^{iφ}, 0]].</summary>
    public Gate GPi(Parameter phi, Wire wire) => Add(GateKind.GPi, wire, phi);

    /// <summary>IonQ's quarter turn about the axis at angle φ in the equator.</summary>
    public Gate GPi2(Parameter phi, Wire wire) => Add(GateKind.GPi2, wire, phi);

    /// <summary>IonQ's Mølmer–Sørensen gate, angles in radians.</summary>
    public Gate MS(Parameter phi0, Parameter phi1, Parameter theta, Wire first, Wire second) => Add(GateKind.MS, [first, second], phi0, phi1, theta);

    /// <summary>The arbitrary-angle Mølmer–Sørensen gate; the same as <see cref="MS"/>.</summary>
    public Gate AAMS(Parameter phi0, Parameter phi1, Parameter theta, Wire first, Wire second) => Add(GateKind.MS, [first, second], phi0, phi1, theta);

    /// <summary>IQM's rotation by θ about the axis at angle φ in the equator.</summary>
    public Gate PRx(Parameter theta, Parameter phi, Wire wire) => Add(GateKind.PRx, wire, theta, phi);

    /// <summary>The second wire becomes the sum without carry, the last wire receives the carry.</summary>
    public Gate QubitCarry(Wire carryIn, Wire first, Wire second, Wire carryOut) => Add(GateKind.QubitCarry, [carryIn, first, second, carryOut]);

    /// <summary>The target is flipped where the sum of the other two is odd.</summary>
    public Gate QubitSum(Wire first, Wire second, Wire target) => Add(GateKind.QubitSum, [first, second, target]);
}
