namespace Covalent.Quantum.OpenQasm;

/// <summary>A gate that needs no definition in the text: what qelib1.inc holds, and the gates that Qiskit adds to it.</summary>
/// <param name="Parameters">Number of parameters.</param>
/// <param name="Qubits">Number of qubits.</param>
/// <param name="Add">Adds the gate to a circuit.</param>
internal sealed record StandardGate(int Parameters, int Qubits, Action<CircuitBuilder, double[], Wire[]> Add);

/// <summary>The standard gates by their OpenQASM names. u, u3 and U have cos(θ/2) as their first element.</summary>
internal static class StandardGates
{
    /// <summary>The two gates that exist without any include.</summary>
    public static IReadOnlyDictionary<string, StandardGate> BuiltIn { get; } = new Dictionary<string, StandardGate>(StringComparer.Ordinal)
    {
        ["U"] = new(3, 1, static (q, p, w) => q.U3(p[0], p[1], p[2], w[0])),
        ["CX"] = new(0, 2, static (q, _, w) => q.CNOT(w[0], w[1])),
    };

    public static IReadOnlyDictionary<string, StandardGate> Qelib1 { get; } = Build();

    private static Dictionary<string, StandardGate> Build()
    {
        var gates = new Dictionary<string, StandardGate>(StringComparer.Ordinal)
        {
            ["u3"] = BuiltIn["U"],
            ["u"] = BuiltIn["U"],
            ["u2"] = new(2, 1, static (q, p, w) => q.U2(p[0], p[1], w[0])),
            ["u1"] = new(1, 1, static (q, p, w) => q.U1(p[0], w[0])),
            ["p"] = new(1, 1, static (q, p, w) => q.PhaseShift(p[0], w[0])),
            ["u0"] = new(1, 1, static (q, _, w) => q.Identity(w[0])),
            ["id"] = new(0, 1, static (q, _, w) => q.Identity(w[0])),
            ["sdg"] = new(0, 1, static (q, _, w) => q.Apply(new Gate(GateKind.S, w[0]).Adjoint())),
            ["tdg"] = new(0, 1, static (q, _, w) => q.Apply(new Gate(GateKind.T, w[0]).Adjoint())),
            ["sxdg"] = new(0, 1, static (q, _, w) => q.Apply(new Gate(GateKind.SX, w[0]).Adjoint())),
            ["csx"] = new(0, 2, static (q, _, w) => q.Apply(new Gate(GateKind.SX, w[1]).Controlled(w[0]))),
            ["cu3"] = new(3, 2, static (q, p, w) => q.Apply(new Gate(GateKind.U3, w[1], p[0], p[1], p[2]).Controlled(w[0]))),
            ["cu"] = new(4, 2, AddCu),
            ["rccx"] = new(0, 3, AddRelativePhaseToffoli),
            ["c3x"] = Controlled(GateKind.PauliX, 3),
            ["c4x"] = Controlled(GateKind.PauliX, 4),
            ["c3sqrtx"] = Controlled(GateKind.SX, 3),
        };
        AddTable(gates);
        return gates;
    }

    private static void AddTable(Dictionary<string, StandardGate> gates)
    {
        foreach (var (name, kind) in OpenQasmNames.OfKinds)
        {
            var description = Gates.GateTable.Describe(kind);
            _ = gates.TryAdd(name, new(description.Parameters, description.Wires!.Value, (q, p, w) =>
                q.Apply(new Gate(kind, Wires.Create(w), [.. p.Select(static value => (Parameter)value)]))));
        }
    }

    private static StandardGate Controlled(GateKind kind, int controls) => new(0, controls + 1, (q, _, w) =>
        q.Apply(new Gate(kind, w[controls]).Controlled(Wires.Create(w.AsSpan(0, controls)))));

    /// <summary>The control of e^{iγ}·u3(θ, φ, λ).</summary>
    private static void AddCu(CircuitBuilder q, double[] p, Wire[] w)
    {
        q.PhaseShift(p[3], w[0]);
        q.Apply(new Gate(GateKind.U3, w[1], p[0], p[1], p[2]).Controlled(w[0]));
    }

    private static void AddRelativePhaseToffoli(CircuitBuilder q, double[] p, Wire[] w)
    {
        q.U2(0, Math.PI, w[2]);
        q.U1(Math.PI / 4, w[2]);
        q.CNOT(w[1], w[2]);
        q.U1(-Math.PI / 4, w[2]);
        q.CNOT(w[0], w[2]);
        q.U1(Math.PI / 4, w[2]);
        q.CNOT(w[1], w[2]);
        q.U1(-Math.PI / 4, w[2]);
        q.U2(0, Math.PI, w[2]);
    }
}
