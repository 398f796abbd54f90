using System.Numerics;
using Covalent.Quantum.Gates;

namespace Covalent.Quantum;

/// <content>Noise; needs a density-matrix device such as <c>default.mixed</c>.</content>
public sealed partial class CircuitBuilder
{
    /// <summary>Decay towards |0⟩ with probability γ.</summary>
    public Channel AmplitudeDamping(Parameter gamma, Wire wire) => Apply(Channels.AmplitudeDamping(gamma, wire));

    /// <summary>Exchange with a bath: γ is the strength, p the weight of excitation (Braket's <c>probability</c> is 1 − p).</summary>
    public Channel GeneralizedAmplitudeDamping(Parameter gamma, Parameter p, Wire wire) => Apply(Channels.GeneralizedAmplitudeDamping(gamma, p, wire));

    /// <summary>Loss of coherence: the off-diagonal shrinks by √(1 − γ).</summary>
    public Channel PhaseDamping(Parameter gamma, Wire wire) => Apply(Channels.PhaseDamping(gamma, wire));

    /// <summary>Each of X, Y and Z with probability p/3.</summary>
    public Channel DepolarizingChannel(Parameter p, Wire wire) => Apply(Channels.Depolarizing(p, wire));

    /// <summary>X with probability p.</summary>
    public Channel BitFlip(Parameter p, Wire wire) => Apply(Channels.BitFlip(p, wire));

    /// <summary>Z with probability p.</summary>
    public Channel PhaseFlip(Parameter p, Wire wire) => Apply(Channels.PhaseFlip(p, wire));

    /// <summary>X, Y and Z with their own probabilities.</summary>
    public Channel PauliChannel(Parameter px, Parameter py, Parameter pz, Wire wire) => Apply(Channels.PauliChannel(px, py, pz, wire));

    /// <summary>Set to |0⟩ with probability p0, to |1⟩ with probability p1.</summary>
    public Channel ResetError(Parameter p0, Parameter p1, Wire wire) => Apply(Channels.ResetError(p0, p1, wire));

    /// <summary>A Pauli word, one letter per wire, with probability p.</summary>
    public Channel PauliError(string word, Parameter p, params Wires wires) => Apply(Channels.PauliError(word, p, wires));

    /// <summary>Each of the 15 Pauli words of two wires that are not the identity with probability p/15.</summary>
    public Channel TwoQubitDepolarizing(Parameter p, Wire first, Wire second) => Apply(Channels.TwoQubitDepolarizing(p, [first, second]));

    /// <summary>Each of ZI, IZ and ZZ with probability p/3.</summary>
    public Channel TwoQubitDephasing(Parameter p, Wire first, Wire second) => Apply(Channels.TwoQubitDephasing(p, [first, second]));

    /// <summary>Relaxation during tg with times t1 and t2 (any unit, t2 ≤ 2·t1) towards the excited population pe.</summary>
    public Channel ThermalRelaxationError(Parameter pe, Parameter t1, Parameter t2, Parameter tg, Wire wire) =>
        Apply(Channels.ThermalRelaxation(pe, t1, t2, tg, wire));

    /// <summary>Any noise given by Kraus matrices that preserve the trace.</summary>
    public Channel QubitChannel(IReadOnlyList<Complex[,]> kraus, params Wires wires) => Apply(Channels.Kraus(kraus, wires));
}
