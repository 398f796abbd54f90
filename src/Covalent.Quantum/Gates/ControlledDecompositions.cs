namespace Covalent.Quantum.Gates;

/// <summary>Decompositions of controlled gates with any number of controls, without borrowed wires.</summary>
internal static class ControlledDecompositions
{
    /// <summary>A named controlled gate: the textbook circuit.</summary>
    public static void AddNamed(CircuitBuilder q, Gate gate)
    {
        if (gate.Kind == GateKind.Toffoli)
        {
            AddToffoli(q, gate.Wires[0], gate.Wires[1], gate.Wires[2]);
            return;
        }

        AddTarget(q, new Gate(gate.Description.Base!.Value, gate.TargetWires, [.. gate.Parameters]), gate.ControlWires);
    }

    public static void Add(CircuitBuilder q, ControlledOperation controlled)
    {
        Wire[] zeros = [.. controlled.ControlWires.Where((_, i) => !controlled.ControlValues[i])];
        Array.ForEach(zeros, wire => q.X(wire));
        if (zeros.Length > 0)
        {
            q.Apply(controlled.Inner.Controlled(controlled.ControlWires));
        }
        else
        {
            AddTarget(q, controlled.Inner, controlled.ControlWires);
        }

        Array.ForEach(zeros, wire => q.X(wire));
    }

    private static void AddTarget(CircuitBuilder q, Operation inner, Wires control)
    {
        if (inner is Gate gate && AddGate(q, gate, control))
        {
            return;
        }

        if (inner is AdjointOperation { Inner: Gate { Kind: GateKind.S or GateKind.T or GateKind.SX } adjoint })
        {
            q.Adjoint(undone => AddGate(undone, adjoint, control));
            return;
        }

        foreach (var part in Decompositions.Of(inner) ?? [])
        {
            q.Apply(part.Controlled(control));
        }
    }

    private static bool AddGate(CircuitBuilder q, Gate gate, Wires control)
    {
        var (target, p) = (gate.Wires.Count == 0 ? default : gate.Wires[0], gate.Parameters);
        switch (gate.Kind)
        {
            case GateKind.Identity:
                q.Identity(gate.Wires);
                break;
            case GateKind.PauliX:
                AddMultiControlledX(q, control, target);
                break;
            case GateKind.PauliY:
                q.Adjoint(inner => inner.S(target));
                q.Control(inner => inner.X(target), control);
                q.S(target);
                break;
            case GateKind.PauliZ:
                q.H(target);
                q.Control(inner => inner.X(target), control);
                q.H(target);
                break;
            case GateKind.Hadamard:
                q.RY(-Math.PI / 4, target);
                q.Control(inner => inner.Z(target), control);
                q.RY(Math.PI / 4, target);
                break;
            case GateKind.S or GateKind.T:
                q.Control(inner => inner.PhaseShift(gate.Kind == GateKind.S ? Math.PI / 2 : Math.PI / 4, target), control);
                break;
            case GateKind.SX:
                AddPhase(q, Math.PI / 4, control);
                q.Control(inner => inner.RX(Math.PI / 2, target), control);
                break;
            case GateKind.RX:
                q.H(target);
                q.Control(inner => inner.RZ(p[0], target), control);
                q.H(target);
                break;
            case GateKind.RY or GateKind.RZ:
                AddRotation(q, gate, control);
                break;
            case GateKind.PhaseShift or GateKind.U1:
                AddPhase(q, p[0] / 2, control);
                q.Control(inner => inner.RZ(p[0], target), control);
                break;
            case GateKind.U2 or GateKind.U3:
                var (theta, phi, delta) = gate.Kind == GateKind.U2 ? (Math.PI / 2, p[0], p[1]) : (p[0], p[1], p[2]);
                AddPhase(q, (phi + delta) / 2, control);
                q.Control(inner => inner.Rot(delta, theta, phi, target), control);
                break;
            case GateKind.Rot:
                q.Control(inner => { inner.RZ(p[0], target); inner.RY(p[1], target); inner.RZ(p[2], target); }, control);
                break;
            case GateKind.GlobalPhase:
                AddPhase(q, -p[0], control);
                break;
            case GateKind.SWAP:
                q.CNOT(gate.Wires[1], target);
                q.Control(inner => inner.CNOT(target, gate.Wires[1]), control);
                q.CNOT(gate.Wires[1], target);
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>e^{i·angle} where all controls are 1.</summary>
    private static void AddPhase(CircuitBuilder q, Parameter angle, Wires control)
    {
        var last = control[^1];
        if (control.Count == 1)
        {
            q.PhaseShift(angle, last);
        }
        else
        {
            q.Control(inner => inner.PhaseShift(angle, last), Wires.Create(control.AsSpan()[..^1]));
        }
    }

    private static void AddRotation(CircuitBuilder q, Gate gate, Wires control)
    {
        var target = gate.Wires[0];
        for (var half = 1; half >= -1; half -= 2)
        {
            q.Apply(new Gate(gate.Kind, target, gate.Parameters[0] * (0.5 * half)));
            q.Control(inner => inner.X(target), control);
        }
    }

    private static void AddMultiControlledX(CircuitBuilder q, Wires control, Wire target)
    {
        if (control.Count <= 2)
        {
            q.Control(inner => inner.X(target), control);
            return;
        }

        // Barenco et al., lemma 7.5, with the square root SX of X.
        var (last, others) = (control[^1], Wires.Create(control.AsSpan()[..^1]));
        q.Control(inner => inner.SX(target), last);
        q.Control(inner => inner.X(last), others);
        q.Control(inner => inner.Adjoint(undone => undone.SX(target)), last);
        q.Control(inner => inner.X(last), others);
        q.Control(inner => inner.SX(target), others);
    }

    private static void AddToffoli(CircuitBuilder q, Wire a, Wire b, Wire c)
    {
        q.H(c);
        q.CNOT(b, c);
        q.Adjoint(inner => inner.T(c));
        q.CNOT(a, c);
        q.T(c);
        q.CNOT(b, c);
        q.Adjoint(inner => inner.T(c));
        q.CNOT(a, c);
        q.T(b);
        q.T(c);
        q.H(c);
        q.CNOT(a, b);
        q.T(a);
        q.Adjoint(inner => inner.T(b));
        q.CNOT(a, b);
    }
}
