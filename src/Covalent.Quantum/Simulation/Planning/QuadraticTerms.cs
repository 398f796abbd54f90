using System.Numerics;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>A diagonal gate on at most two qubits as exp(i·(c + a·b₁ + b·b₂ + J·b₁·b₂)).</summary>
internal readonly record struct QuadraticTerms(double Constant, int First, double FirstLinear, int Second, double SecondLinear, double Coupling)
{
    /// <summary>Second is -1 for gates on one qubit; otherwise First is the lower index bit.</summary>
    public static QuadraticTerms Of(in KernelGate gate, double angle)
    {
        ulong mask = gate.Qubits;
        int first = BitOperations.TrailingZeroCount(mask);
        int second = BitOperations.IsPow2(mask) ? -1 : BitOperations.Log2(mask);
        if (gate.Kind == KernelGateKind.ParityPhase)
        {
            return second < 0
                ? new(-angle / 2, first, angle, -1, 0, 0)
                : new(-angle / 2, first, angle, second, angle, -2 * angle);
        }

        bool rotation = gate.Kind == KernelGateKind.RotationZ;
        if (second < 0)
        {
            return new(rotation ? -angle / 2 : 0, first, angle, -1, 0, 0);
        }

        double control = rotation ? -angle / 2 : 0;
        return gate.Target == first
            ? new(0, first, 0, second, control, angle)
            : new(0, first, control, second, 0, angle);
    }
}
