using System.Numerics;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>
/// One gate over qubits numbered from the least significant index bit. Parametric gates name a slot of the program's angles, so that
/// a program can be bound again with new ones.
/// </summary>
internal readonly record struct KernelGate(KernelGateKind Kind)
{
    /// <summary>Target qubit of one-qubit kinds, first qubit of a swap.</summary>
    public int Target { get; init; } = -1;

    /// <summary>Second qubit of a swap.</summary>
    public int Other { get; init; } = -1;

    /// <summary>Slot of the angle, -1 for constant gates.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>Index into the program's constant or computed matrices, -1 when there is none.</summary>
    public int Matrix { get; init; } = -1;

    /// <summary>True when the matrix depends on the circuit's parameters.</summary>
    public bool IsComputed { get; init; }

    /// <summary>Control qubits and the bits they must have.</summary>
    public ulong Controls { get; init; }

    public ulong ControlValues { get; init; }

    /// <summary>Qubits with X or Y in the Pauli word.</summary>
    public ulong FlipMask { get; init; }

    /// <summary>Qubits with Z or Y in the Pauli word, or in the parity.</summary>
    public ulong SignMask { get; init; }

    /// <summary>Qubits of dense, table and permutation gates, lowest matrix bit first.</summary>
    public int[] Targets { get; init; } = [];

    /// <summary>For a permutation: what every basis state of the targets becomes.</summary>
    public int[] Destinations { get; init; } = [];

    /// <summary>True for a Fixed gate that is exactly Pauli X.</summary>
    public bool IsFlip { get; init; }

    /// <summary>Qubits on which the gate only distinguishes |0⟩ from |1⟩.</summary>
    public ulong DiagonalQubits => Kind switch
    {
        KernelGateKind.RotationZ or KernelGateKind.PhaseShift => Controls | (1UL << Target),
        KernelGateKind.ParityPhase => SignMask,
        KernelGateKind.PauliRotation => SignMask & ~FlipMask,
        KernelGateKind.DiagonalTable => Controls | TargetMask,
        _ => Controls,
    };

    /// <summary>Qubits on which the gate is a function of X.</summary>
    public ulong FlippedQubits => Kind switch
    {
        KernelGateKind.RotationX => 1UL << Target,
        KernelGateKind.Fixed when IsFlip => 1UL << Target,
        KernelGateKind.PauliRotation => FlipMask & ~SignMask,
        _ => 0,
    };

    /// <summary>All qubits the gate touches.</summary>
    public ulong Qubits => Kind switch
    {
        KernelGateKind.Swap => (1UL << Target) | (1UL << Other),
        KernelGateKind.ParityPhase or KernelGateKind.PauliRotation => FlipMask | SignMask,
        KernelGateKind.Dense or KernelGateKind.DiagonalTable or KernelGateKind.Permutation => Controls | TargetMask,
        KernelGateKind.GlobalPhase => 0,
        _ => Controls | (1UL << Target),
    };

    /// <summary>One qubit, no controls.</summary>
    public bool IsSingle => Controls == 0 && Kind <= KernelGateKind.Fixed;

    /// <summary>A plain controlled NOT.</summary>
    public bool IsControlledNot => IsFlip && ControlValues == Controls && BitOperations.IsPow2(Controls);

    /// <summary>A diagonal gate whose phases couple at most two qubits: it can join a phase polynomial.</summary>
    public bool IsQuadraticPhase => Kind switch
    {
        KernelGateKind.RotationZ or KernelGateKind.PhaseShift => ControlValues == Controls && BitOperations.PopCount(Controls) <= 1,
        KernelGateKind.ParityPhase => BitOperations.PopCount(SignMask) <= 2,
        _ => false,
    };

    private ulong TargetMask
    {
        get
        {
            ulong mask = 0;
            foreach (int qubit in Targets)
            {
                mask |= 1UL << qubit;
            }

            return mask;
        }
    }
}
