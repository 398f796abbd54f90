using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Optimizers;

public sealed class RotoselectTests
{
    private static readonly Device Device = new("lightning.qubit", wires: 2) { Threads = 1 };

    [Fact]
    public void OneGate_FindsTheOnlyAxisThatHelps_InOnePass()
    {
        // <X> of RY(θ)|0> is sin θ; RX and RZ leave it at 0.
        var (angles, axes) = RotoselectOptimizer.Step(static (a, x) => Mean(X(0), a, x), [0.3], [RotationAxis.X]);

        Assert.Equal(RotationAxis.Y, axes[0]);
        Assert.Equal(-Math.PI / 2, angles[0], 1e-9);
    }

    [Fact]
    public void AnEntanglingAnsatz_ReachesTheGroundState_WhereItsFirstAxesCannot()
    {
        // Ground energy of Z0 Z1 + 0.5 (X0 + X1): eigenvalues of a 2x2 block, -sqrt(2).
        var hamiltonian = (Z(0) * Z(1)) + (0.5 * X(0)) + (0.5 * X(1));
        double Energy(IReadOnlyList<double> angles, IReadOnlyList<RotationAxis> axes) => (double)Device.Execute(Circuit.Build(q =>
        {
            for (var gate = 0; gate < angles.Count; gate++)
            {
                Turn(q, axes[gate], angles[gate], gate % 2);
                if (gate % 2 == 1)
                {
                    q.CNOT(0, 1);
                }
            }

            q.Expval(hamiltonian);
        })).Get(0);

        var (_, axes, value) = RotoselectOptimizer.Minimize(Energy, [0.1, 0.2, 0.3, 0.4], [RotationAxis.Z, RotationAxis.Z, RotationAxis.Z, RotationAxis.Z]);

        Assert.Equal(-Math.Sqrt(2), value, 1e-6);
        Assert.Contains(axes, static axis => axis != RotationAxis.Z);
    }

    [Fact]
    public void AStep_NeverMakesItWorse_AndCostsSevenEvaluationsPerGate()
    {
        var evaluations = 0;
        double Counted(IReadOnlyList<double> angles, IReadOnlyList<RotationAxis> axes)
        {
            evaluations++;
            return Mean(Z(0) + (0.4 * X(0)), angles, axes);
        }

        var before = Mean(Z(0) + (0.4 * X(0)), [0.4, 0.9], [RotationAxis.X, RotationAxis.Y]);
        var (angles, axes) = RotoselectOptimizer.Step(Counted, [0.4, 0.9], [RotationAxis.X, RotationAxis.Y]);

        Assert.Equal(14, evaluations);
        Assert.True(Mean(Z(0) + (0.4 * X(0)), angles, axes) <= before);
        Assert.Contains("1 angles and 0 axes", Assert.Throws<ArgumentException>(() => RotoselectOptimizer.Step(Counted, [1], [])).Message);
    }

    private static double Mean(Observable observable, IReadOnlyList<double> angles, IReadOnlyList<RotationAxis> axes) => (double)Device.Execute(Circuit.Build(q =>
    {
        for (var gate = 0; gate < angles.Count; gate++)
        {
            Turn(q, axes[gate], angles[gate], 0);
        }

        q.Expval(observable);
    })).Get(0);

    private static void Turn(CircuitBuilder q, RotationAxis axis, double angle, Wire wire)
    {
        switch (axis)
        {
            case RotationAxis.X:
                q.RX(angle, wire);
                break;
            case RotationAxis.Y:
                q.RY(angle, wire);
                break;
            default:
                q.RZ(angle, wire);
                break;
        }
    }
}
