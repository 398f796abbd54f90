using System.Numerics;
using static Covalent.Quantum.GateKind;

namespace Covalent.Quantum.Gates;

/// <summary>The decompositions of the gates of the gate table; gates without one add nothing.</summary>
internal static class NamedDecompositions
{
    public static void Add(CircuitBuilder q, Gate gate)
    {
        var (w, p) = (gate.Wires, gate.Parameters);
        switch (gate.Kind)
        {
            case Rot:
                q.RZ(p[0], w[0]);
                q.RY(p[1], w[0]);
                q.RZ(p[2], w[0]);
                break;
            case GPi:
                q.U3(Math.PI, p[0], Math.PI - p[0], w[0]);
                break;
            case GPi2:
                q.U3(Math.PI / 2, p[0] - (Math.PI / 2), (Math.PI / 2) - p[0], w[0]);
                break;
            case PRx:
                q.U3(p[0], p[1] - (Math.PI / 2), (Math.PI / 2) - p[1], w[0]);
                break;
            case MultiRZ when w.Count == 0:
                q.GlobalPhase(p[0] / 2);
                break;
            case MultiRZ:
                AddMultiRZ(q, p[0], w);
                break;
            case CY or CZ or CH or CRX or CRY or CRZ or CRot or ControlledPhaseShift or Toffoli or CCZ or CSWAP:
                ControlledDecompositions.AddNamed(q, gate);
                break;
            case QubitCarry:
                q.Toffoli(w[1], w[2], w[3]);
                q.CNOT(w[1], w[2]);
                q.Toffoli(w[0], w[2], w[3]);
                break;
            case QubitSum:
                q.CNOT(w[1], w[2]);
                q.CNOT(w[0], w[2]);
                break;
            default:
                AddTwoWire(q, gate, w, p);
                break;
        }
    }

    private static void AddMultiRZ(CircuitBuilder q, Parameter angle, Wires wires)
    {
        for (var i = wires.Count - 1; i > 0; i--)
        {
            q.CNOT(wires[i], wires[i - 1]);
        }

        q.RZ(angle, wires[0]);
        for (var i = 1; i < wires.Count; i++)
        {
            q.CNOT(wires[i], wires[i - 1]);
        }
    }

    private static void AddTwoWire(CircuitBuilder q, Gate gate, Wires w, IReadOnlyList<Parameter> p)
    {
        switch (gate.Kind)
        {
            case SWAP:
                q.CNOT(w[0], w[1]);
                q.CNOT(w[1], w[0]);
                q.CNOT(w[0], w[1]);
                break;
            case ISWAP:
                q.S(w[0]);
                q.S(w[1]);
                q.H(w[0]);
                q.CNOT(w[0], w[1]);
                q.CNOT(w[1], w[0]);
                q.H(w[1]);
                break;
            case SISWAP:
                q.IsingXY(Math.PI / 2, w[0], w[1]);
                break;
            case ECR:
                q.Adjoint(inner => inner.SX(w[1]));
                q.RY(-Math.PI, w[0]);
                q.RZ(Math.PI / 2, w[0]);
                q.CNOT(w[0], w[1]);
                q.GlobalPhase(-Math.PI / 2, w[0]);
                break;
            case PSWAP:
                q.SWAP(w[0], w[1]);
                q.CNOT(w[0], w[1]);
                q.PhaseShift(p[0], w[1]);
                q.CNOT(w[0], w[1]);
                break;
            case CPhaseShift00 or CPhaseShift01 or CPhaseShift10:
                AddPhaseOnState(q, p[0], w, gate.Kind);
                break;
            case IsingXX or IsingYY or IsingZZ:
                q.PauliRot(p[0], gate.Kind switch { IsingXX => "XX", IsingYY => "YY", _ => "ZZ" }, w);
                break;
            case IsingXY:
                q.IsingXX(p[0] / -2, w[0], w[1]);
                q.IsingYY(p[0] / -2, w[0], w[1]);
                break;
            case MS:
                q.RZ(-p[0], w[0]);
                q.RZ(-p[1], w[1]);
                q.IsingXX(p[2], w[0], w[1]);
                q.RZ(p[0], w[0]);
                q.RZ(p[1], w[1]);
                break;
            default:
                AddChemistry(q, gate, w, p);
                break;
        }
    }

    private static void AddPhaseOnState(CircuitBuilder q, Parameter phi, Wires w, GateKind kind)
    {
        Wire[] flipped = kind switch { CPhaseShift00 => [w[0], w[1]], CPhaseShift01 => [w[0]], _ => [w[1]] };
        Array.ForEach(flipped, wire => q.X(wire));
        q.CPhase(phi, w[0], w[1]);
        Array.ForEach(flipped, wire => q.X(wire));
    }

    private static void AddChemistry(CircuitBuilder q, Gate gate, Wires w, IReadOnlyList<Parameter> p)
    {
        switch (gate.Kind)
        {
            case SingleExcitation or SingleExcitationPlus or SingleExcitationMinus:
                AddExcitation(q, p[0], w);
                AddPhaseElsewhere(q, p[0], w, Sign(gate.Kind, SingleExcitationPlus, SingleExcitationMinus));
                break;
            case DoubleExcitation or DoubleExcitationPlus or DoubleExcitationMinus:
                AddExcitation(q, p[0], w);
                AddPhaseElsewhere(q, p[0], w, Sign(gate.Kind, DoubleExcitationPlus, DoubleExcitationMinus));
                break;
            case OrbitalRotation:
                q.FermionicSWAP(Math.PI, w[1], w[2]);
                q.SingleExcitation(p[0], w[0], w[1]);
                q.SingleExcitation(p[0], w[2], w[3]);
                q.FermionicSWAP(Math.PI, w[1], w[2]);
                break;
            case FermionicSWAP:
                q.IsingXX(p[0] / 2, w[0], w[1]);
                q.IsingYY(p[0] / 2, w[0], w[1]);
                q.RZ(p[0] / 2, w[0]);
                q.RZ(p[0] / 2, w[1]);
                q.GlobalPhase(p[0] / -2, w[0]);
                break;
            default:
                break;
        }
    }

    private static int Sign(GateKind kind, GateKind plus, GateKind minus) => kind == plus ? 1 : kind == minus ? -1 : 0;

    /// <summary>The rotation between |0…01…1⟩ and |1…10…0⟩ as commuting Pauli rotations.</summary>
    private static void AddExcitation(CircuitBuilder q, Parameter angle, Wires wires)
    {
        var (count, half) = (wires.Count, wires.Count / 2);
        for (var pattern = 0; pattern < 1 << count; pattern++)
        {
            // |1⟩⟨0| = (X − iY)/2 on the first half, |0⟩⟨1| = (X + iY)/2 on the second: words with an odd number of Y survive.
            var word = string.Concat(Enumerable.Range(0, count).Select(i => ((pattern >> i) & 1) == 1 ? 'Y' : 'X'));
            var ys = word.Count(static letter => letter == 'Y');
            if (ys % 2 == 1)
            {
                var factor = Complex.Pow(-Complex.ImaginaryOne, word.AsSpan(0, half).Count('Y')) * Complex.Pow(Complex.ImaginaryOne, word.AsSpan(half).Count('Y'));
                q.PauliRot(-2 * Math.Round(factor.Imaginary) / (1 << count) * angle, word, wires);
            }
        }
    }

    /// <summary>e^{±i·angle/2} on all basis states that the excitation leaves alone.</summary>
    private static void AddPhaseElsewhere(CircuitBuilder q, Parameter angle, Wires wires, int sign)
    {
        if (sign == 0)
        {
            return;
        }

        var low = (1 << (wires.Count / 2)) - 1;
        var high = low << (wires.Count / 2);
        Decompositions.AddDiagonal(q, angle, [.. Enumerable.Range(0, 1 << wires.Count).Select(state => state == low || state == high ? 0 : 0.5 * sign)], wires);
    }
}
