namespace Covalent.Quantum.Transforms;

/// <summary>Gates of one angle that add up: U(a) after U(b) is U(a + b).</summary>
internal static class AdditiveGates
{
    private const double Nothing = 1e-12;

    /// <summary>Both in one; null when they do not add up.</summary>
    public static Operation? Sum(Operation? first, Operation second) => (first, second) switch
    {
        (Gate a, Gate b) when a.Kind == b.Kind && IsAdditive(a.Kind) => new Gate(a.Kind, a.Wires, a.Parameters[0] + b.Parameters[0]),
        (PauliRotation a, PauliRotation b) when a.Word == b.Word => new PauliRotation(a.Parameters[0] + b.Parameters[0], a.Word, a.Wires),
        _ => null,
    };

    /// <summary>Whether the angle is 0 whatever the inputs.</summary>
    public static bool IsNothing(Operation operation) =>
        operation.Parameters[0] is { IsTrainable: false, BatchSize: null } angle && Math.Abs(angle.Value) < Nothing;

    private static bool IsAdditive(GateKind kind) => kind is GateKind.RX or GateKind.RY or GateKind.RZ or GateKind.PhaseShift or GateKind.U1
        or GateKind.CRX or GateKind.CRY or GateKind.CRZ or GateKind.ControlledPhaseShift
        or GateKind.CPhaseShift00 or GateKind.CPhaseShift01 or GateKind.CPhaseShift10
        or GateKind.IsingXX or GateKind.IsingYY or GateKind.IsingZZ or GateKind.IsingXY or GateKind.MultiRZ
        or GateKind.SingleExcitation or GateKind.DoubleExcitation;
}
