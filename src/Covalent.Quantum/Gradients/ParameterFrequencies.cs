using Covalent.Quantum.Gates;

namespace Covalent.Quantum.Gradients;

/// <summary>The frequencies with which results depend on each parameter of a circuit: differences of the generator's eigenvalues.</summary>
internal static class ParameterFrequencies
{
    /// <summary>Of every flat parameter; null where no rule is known.</summary>
    public static double[]?[] Of(Circuit circuit) => circuit.Structure.Attach(typeof(ParameterFrequencies), static structure => structure.Operations
        .SelectMany(operation => Enumerable.Range(0, operation.Parameters.Count).Select(index => Of(operation, index)))
        .ToArray());

    private static double[]? Of(Operation operation, int index) => operation switch
    {
        Gate gate => gate.Description.Frequencies is { } all && index < all.Length ? all[index] : null,
        PauliRotation => [1],
        AdjointOperation adjoint => Of(adjoint.Inner, index),
        ControlledOperation controlled => Controlled(Of(controlled.Inner, index), controlled.Inner),
        _ => null,
    };

    // The uncontrolled half of the space adds the eigenvalue 0: a rotation's ±½ become differences ½ and 1, while a phase's 0 and 1 stay as
    // they are; a global phase becomes a phase of the controls.
    private static double[]? Controlled(double[]? frequencies, Operation inner) => (frequencies, inner) switch
    {
        (null, _) => null,
        (_, Gate { Kind: GateKind.GlobalPhase }) => [1],
        (_, Gate { Kind: GateKind.PhaseShift or GateKind.U1 or GateKind.ControlledPhaseShift or GateKind.CPhaseShift00 or GateKind.CPhaseShift01 or GateKind.CPhaseShift10 }) => frequencies,
        ([1], Gate { Kind: GateKind.RX or GateKind.RY or GateKind.RZ or GateKind.Rot or GateKind.IsingXX or GateKind.IsingYY or GateKind.IsingZZ or GateKind.MultiRZ } or PauliRotation) => [0.5, 1],
        ([0.5, 1], Gate or ControlledOperation) => [0.5, 1],
        _ => null,
    };
}
