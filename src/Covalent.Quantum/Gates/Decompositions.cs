using System.Numerics;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Gates;

/// <summary>
/// Rewrites an operation as simpler ones that do exactly the same, global phase included: one level at a time, down to one-wire gates,
/// CNOT and global phases. Parameters keep their history.
/// </summary>
internal static class Decompositions
{
    private const int MaximumRepeats = 64;

    /// <summary>The next simpler operations; null where there are none.</summary>
    public static IReadOnlyList<Operation>? Of(Operation operation) => operation switch
    {
        Gate gate => Build(q => NamedDecompositions.Add(q, gate)),
        PauliRotation rotation => Build(q => AddPauliRotation(q, rotation)),
        ProjectorPhase phase => Build(q => AddDiagonal(q, phase.Parameters[0], [.. Enumerable.Range(0, 1 << phase.Wires.Count).Select(i => i < phase.Dimension ? 1.0 : -1)], phase.Wires)),
        DiagonalUnitary diagonal => Build(q => AddDiagonal(q, 1, [.. diagonal.FormOrThrow().Phases.Select(static phase => phase.Phase)], diagonal.Wires)),
        HamiltonianEvolution { Hamiltonian: PauliWord word } evolution => [new PauliRotation(2 * evolution.Parameters[0], word.Letters, word.Wires)],
        ControlledOperation controlled => Build(q => ControlledDecompositions.Add(q, controlled)),
        AdjointOperation adjoint => OfAdjoint(adjoint),
        PowerOperation power => OfPower(power),
        BasisState basis => Build(q => q.BasisEmbedding(basis.Bits, basis.Wires)),
        { IsUnitary: true, Wires.Count: 1 } => OfMatrix(operation),
        _ => null,
    };

    /// <summary>Decomposes again and again until every part is accepted or has no decomposition.</summary>
    public static IEnumerable<Operation> Until(Operation operation, Func<Operation, bool> accepts)
    {
        if (operation is ConditionalOperation conditional)
        {
            return Until(conditional.Inner, accepts).Select(inner => new ConditionalOperation(conditional.Condition, inner));
        }

        return accepts(operation) || Of(operation) is not { } parts ? [operation] : parts.SelectMany(part => Until(part, accepts));
    }

    /// <summary>exp(i·angle·Σ c_b |b⟩⟨b|) as phases of Z words.</summary>
    public static void AddDiagonal(CircuitBuilder q, Parameter angle, double[] coefficients, Wires wires)
    {
        for (var word = 0; word < coefficients.Length; word++)
        {
            var weight = coefficients.Select((c, state) => BitOperations.PopCount((uint)(state & word)) % 2 == 0 ? c : -c).Sum() / coefficients.Length;
            if (Math.Abs(weight) < 1e-15)
            {
                continue;
            }

            Wire[] active = [.. wires.Where((_, i) => ((word >> (wires.Count - 1 - i)) & 1) == 1)];
            if (active.Length == 0)
            {
                q.GlobalPhase(-weight * angle, wires[0]);
            }
            else
            {
                q.MultiRZ(-2 * weight * angle, Wires.Create(active));
            }
        }
    }

    private static IReadOnlyList<Operation>? Build(Action<CircuitBuilder> add)
    {
        var q = new CircuitBuilder();
        add(q);
        return q.Recorded.Count == 0 ? null : q.Recorded;
    }

    private static void AddPauliRotation(CircuitBuilder q, PauliRotation rotation)
    {
        Wire[] active = [.. rotation.Wires.Where((_, i) => rotation.Word[i] != 'I')];
        if (active.Length == 0)
        {
            q.GlobalPhase(rotation.Parameters[0] / 2, rotation.Wires);
            return;
        }

        ChangeBasis(1);
        q.MultiRZ(rotation.Parameters[0], Wires.Create(active));
        ChangeBasis(-1);

        void ChangeBasis(int direction)
        {
            for (var i = 0; i < rotation.Word.Length; i++)
            {
                if (rotation.Word[i] == 'X')
                {
                    q.H(rotation.Wires[i]);
                }
                else if (rotation.Word[i] == 'Y')
                {
                    q.RX(direction * Math.PI / 2, rotation.Wires[i]);
                }
            }
        }
    }

    private static List<Operation>? OfAdjoint(AdjointOperation adjoint) => adjoint.Inner switch
    {
        Gate { Kind: GateKind.S or GateKind.T or GateKind.SX } => null,
        Gate { Kind: GateKind.U2, Parameters: [var phi, var delta] } gate => [new Gate(GateKind.U3, gate.Wires, -Math.PI / 2, -delta, -phi)],
        Gate { Kind: GateKind.U3, Parameters: [var theta, var phi, var delta] } gate => [new Gate(GateKind.U3, gate.Wires, -theta, -delta, -phi)],
        var inner when Of(inner) is { } parts => [.. parts.Reverse().Select(static part => part.Adjoint())],
        { Wires.Count: 1 } => OfMatrix(adjoint),
        _ => null,
    };

    private static IReadOnlyList<Operation>? OfPower(PowerOperation power)
    {
        if (power.Wires.Count == 1)
        {
            return OfMatrix(power);
        }

        var isWhole = power.Exponent == Math.Truncate(power.Exponent) && Math.Abs(power.Exponent) <= MaximumRepeats;
        var once = power.Exponent < 0 ? power.Inner.Adjoint() : power.Inner;
        return isWhole ? [.. Enumerable.Repeat(once, (int)Math.Abs(power.Exponent))] : OfControlledMatrix(power);
    }

    private static IReadOnlyList<Operation>? OfControlledMatrix(PowerOperation power)
    {
        if (power.ControlWires.Count == 0 || power.TargetWires.Count != 1)
        {
            return null;
        }

        var target = power.FormOrThrow() with { ControlValues = [] };
        return [new QubitUnitary(target.ToMatrix(), power.TargetWires, "QubitUnitary").Controlled(power.ControlWires, power.ControlValues)];
    }

    /// <summary>A one-wire gate as U3 and a global phase.</summary>
    private static List<Operation> OfMatrix(Operation operation)
    {
        var matrix = operation.UnitaryMatrix();
        var (theta, phi, delta, phase) = OneWireAngles(matrix);
        List<Operation> result = [new Gate(GateKind.U3, operation.Wires, theta, phi, delta)];
        if (Math.Abs(phase) > 1e-15)
        {
            result.Add(new Gate(GateKind.GlobalPhase, operation.Wires, -phase));
        }

        return result;
    }

    /// <summary>e^{i·phase}·U3(θ, φ, δ) for a one-wire matrix.</summary>
    public static (double Theta, double Phi, double Delta, double Phase) OneWireAngles(SquareMatrix matrix)
    {
        var theta = 2 * Math.Atan2(Complex.Abs(matrix[1, 0]), Complex.Abs(matrix[0, 0]));
        if (Complex.Abs(matrix[0, 0]) < 1e-12)
        {
            var global = (-matrix[0, 1]).Phase;
            return (theta, matrix[1, 0].Phase - global, 0, global);
        }

        var phase = matrix[0, 0].Phase;
        return Complex.Abs(matrix[1, 0]) < 1e-12
            ? (theta, matrix[1, 1].Phase - phase, 0, phase)
            : (theta, matrix[1, 0].Phase - phase, (-matrix[0, 1]).Phase - phase, phase);
    }
}
