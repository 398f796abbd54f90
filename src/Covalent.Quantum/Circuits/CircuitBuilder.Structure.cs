using System.Numerics;

namespace Covalent.Quantum;

/// <content>Matrices, preparations, controls, mid-circuit measurement and conditions.</content>
public sealed partial class CircuitBuilder
{
    /// <summary>A gate given by its unitary matrix.</summary>
    public QubitUnitary QubitUnitary(Complex[,] matrix, params Wires wires) => Apply(new QubitUnitary(matrix, wires));

    /// <summary>A gate given by its unitary matrix, done where the controls have the given values (default: 1).</summary>
    public Operation ControlledQubitUnitary(Complex[,] matrix, Wires control, Wires wires, IReadOnlyList<bool>? controlValues = null) =>
        Apply(new QubitUnitary(matrix, wires).Controlled(control, controlValues));

    /// <summary>A gate given by the diagonal of its matrix.</summary>
    public DiagonalUnitary DiagonalQubitUnitary(IReadOnlyList<Complex> diagonal, params Wires wires) => Apply(new DiagonalUnitary(diagonal, wires));

    /// <summary>exp(i·Σ θ_m P_m) over all Pauli words but the identity, in lexicographic order.</summary>
    public SpecialUnitary SpecialUnitary(Parameters theta, params Wires wires) => Apply(new SpecialUnitary(theta, wires));

    /// <summary>e^{iφ} on the first <paramref name="dimension"/> basis states, e^{−iφ} on the others.</summary>
    public ProjectorPhase PCPhase(Parameter phi, int dimension, params Wires wires) => Apply(new ProjectorPhase(phi, dimension, wires));

    /// <summary>X on the target where the controls have the given values (default: 1).</summary>
    public ControlledOperation MultiControlledX(Wires control, Wire target, IReadOnlyList<bool>? controlValues = null, Wires? workWires = null)
    {
        ArgumentNullException.ThrowIfNull(control);
        return Apply(ControlledOperation.MultiControlledX(control, target, controlValues, workWires));
    }

    /// <summary>Sets wires to a basis state; only before any gate on them.</summary>
    public BasisState BasisState(IReadOnlyList<int> bits, params Wires wires) => Apply(new BasisState(bits, wires));

    /// <summary>Sets wires to a state vector; only before any gate on them.</summary>
    public StateVectorPreparation StatePrep(IReadOnlyList<Complex> amplitudes, Wires wires, bool normalize = false, Complex? padWith = null) =>
        Apply(new StateVectorPreparation(amplitudes, wires, normalize, padWith));

    /// <summary>Sets wires to a mixed state; needs a density-matrix device.</summary>
    public DensityMatrixPreparation QubitDensityMatrix(Complex[,] matrix, params Wires wires) => Apply(new DensityMatrixPreparation(matrix, wires));

    /// <summary>Adds the adjoint of what the function adds: adjoint operations in reverse order.</summary>
    public void Adjoint(Action<CircuitBuilder> describe)
    {
        var inner = Record(describe);
        for (var i = inner.Count - 1; i >= 0; i--)
        {
            operations.Add(inner[i].Adjoint());
        }
    }

    /// <summary>Adds what the function adds, each operation done only where the controls have the given values (default: 1).</summary>
    public void Control(Action<CircuitBuilder> describe, Wires control, IReadOnlyList<bool>? controlValues = null)
    {
        foreach (var operation in Record(describe))
        {
            operations.Add(operation.Controlled(control, controlValues));
        }
    }

    /// <summary>Measures a wire now; the returned value can be used in conditions and measurements.</summary>
    /// <param name="wire">The wire.</param>
    /// <param name="reset">Put the wire back to |0⟩ afterwards.</param>
    /// <param name="postselect">Keep only runs with this outcome.</param>
    public ClassicalValue Measure(Wire wire, bool reset = false, int? postselect = null)
    {
        var bit = bits++;
        Apply(new MidCircuitMeasurement(wire, bit, new(reset, postselect)));
        return ClassicalValue.Bit(bit);
    }

    /// <summary>Puts wires into |0⟩.</summary>
    public void Reset(params Wires wires)
    {
        ArgumentNullException.ThrowIfNull(wires);
        foreach (var wire in wires)
        {
            Apply(new ResetOperation(wire));
        }
    }

    /// <summary>Adds what the functions add, done only where the condition is not 0, or else where it is 0.</summary>
    public void If(ClassicalValue condition, Action<CircuitBuilder> then, Action<CircuitBuilder>? otherwise = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        AddConditional(condition, then);
        if (otherwise is not null)
        {
            AddConditional(!condition, otherwise);
        }
    }

    /// <summary>A line that optimisations must not cross; no wires: all.</summary>
    public void Barrier(params Wires wires) => Apply(new Marker(MarkerKind.Barrier, wires));

    /// <summary>A place where circuit cutting may cut.</summary>
    public void WireCut(params Wires wires) => Apply(new Marker(MarkerKind.WireCut, wires));

    /// <summary>A place where a simulator may record its state.</summary>
    public void Snapshot(string? tag = null) => Apply(new Marker(MarkerKind.Snapshot, Wires.None, tag));

    private void AddConditional(ClassicalValue condition, Action<CircuitBuilder> describe)
    {
        foreach (var operation in Record(describe))
        {
            operations.Add(new ConditionalOperation(condition, operation));
        }
    }

    private List<Operation> Record(Action<CircuitBuilder> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        var inner = new CircuitBuilder { bits = bits };
        describe(inner);
        if (inner.measurements.Count > 0)
        {
            throw new ArgumentException($"{inner.measurements[0]} was added inside Adjoint, Control or If; measurements belong at the end of the circuit.", nameof(describe));
        }

        bits = inner.bits;
        return inner.operations;
    }
}
