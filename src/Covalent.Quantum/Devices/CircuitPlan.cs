using System.Numerics;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Devices;

/// <summary>
/// A circuit's structure prepared for one wire order: only wires that something happens to are simulated, stretches without measurements
/// are programs, and measurements that nothing follows are read from the final state.
/// </summary>
internal sealed class CircuitPlan
{
    public required RegisterMap Register { get; init; }

    public required InitialState Initial { get; init; }

    public required IReadOnlyList<PlanStep> Steps { get; init; }

    /// <summary>Size of the classical memory.</summary>
    public required int BitCount { get; init; }

    /// <summary>Bits that are read from the final state: bit and qubit position.</summary>
    public required IReadOnlyList<(int Bit, int Position)> FinalBits { get; init; }

    public required IReadOnlyList<Measurement> Measurements { get; init; }

    public int Qubits => Register.ActiveCount;

    /// <summary>The program of a circuit without branches; null when it has measurements, resets or conditions inside.</summary>
    public QubitProgram? OnlyProgram => Steps is [RunStep run] ? run.Program : null;
}

/// <summary>One step of a plan.</summary>
internal abstract record PlanStep;

/// <summary>A stretch of gates.</summary>
internal sealed record RunStep(QubitProgram Program) : PlanStep;

/// <summary>A measurement that something depends on.</summary>
internal sealed record MeasureStep(int Position, int Bit, bool Reset, int? Postselect) : PlanStep;

/// <summary>A reset.</summary>
internal sealed record ResetStep(int Position) : PlanStep;

/// <summary>A step that is taken only where the condition is not 0.</summary>
internal sealed record ConditionStep(ClassicalValue Condition, PlanStep Inner) : PlanStep;

/// <summary>All wires of a device or circuit, and where the simulated ones sit.</summary>
internal sealed class RegisterMap
{
    private readonly Dictionary<Wire, int> positions = [];

    public RegisterMap(Wires wires, IReadOnlySet<Wire> active)
    {
        Wires = wires;
        Active = Wires.Create([.. wires.Where(active.Contains)]);
        for (var i = 0; i < Active.Count; i++)
        {
            positions[Active[i]] = i;
        }
    }

    public Wires Wires { get; }

    public Wires Active { get; }

    public int ActiveCount => Active.Count;

    /// <summary>The position of a wire in the simulated register; −1 for an idle wire, which stays |0⟩.</summary>
    public int PositionOf(Wire wire) => positions.GetValueOrDefault(wire, -1);

    public int[] PositionsOf(IEnumerable<Wire> wires) => [.. wires.Select(PositionOf)];

    /// <summary>The wires of a measurement: all of them when it names none.</summary>
    public Wires OrAll(Wires wires) => wires.Count == 0 ? Wires : wires;
}

/// <summary>The state from which a plan starts.</summary>
/// <param name="BasisState">Index of the basis state, used when there is neither a vector nor a matrix.</param>
/// <param name="Amplitudes">A state vector over all qubits, or null.</param>
/// <param name="Density">A density matrix over all qubits, or null.</param>
internal sealed record InitialState(ulong BasisState, Complex[]? Amplitudes, SquareMatrix? Density)
{
    public void Load(IQuantumState state)
    {
        if (Density is not null)
        {
            state.SetDensityMatrix(Density);
        }
        else if (Amplitudes is not null)
        {
            state.SetAmplitudes(Amplitudes);
        }
        else if (BasisState != 0)
        {
            state.SetBasisState(BasisState);
        }
    }
}
