using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Gradients;

public sealed class HadamardTestTests
{
    private static readonly GradientOptions Method = new() { Method = GradientMethod.HadamardTest };

    [Fact]
    public void RxRyZ_IsTheReferenceGradient()
    {
        var circuit = Circuit.Build(static q => { q.RX(0.54, 0); q.RY(0.12, 0); q.Expval(Z(0)); });

        var gradient = new Device("default.qubit").Gradient(circuit, options: Method);

        Assert.Equal(-0.510438652516502, gradient[0], 1e-12);
        Assert.Equal(-0.1026781994569318, gradient[1], 1e-12);
    }

    [Theory]
    [MemberData(nameof(GradientTests.Circuits), MemberType = typeof(GradientTests))]
    public void EveryGate_AgreesWithFiniteDifferences(string what, Action<CircuitBuilder, Parameters> describe, double[] at)
    {
        var circuit = Circuit.Build(q => describe(q, Parameters.Inputs(at)));
        var device = new Device("lightning.qubit");

        var tested = device.Gradient(circuit, at, Method);

        var differences = device.Gradient(circuit, at, new GradientOptions { Method = GradientMethod.FiniteDifference });
        Assert.True(tested.Zip(differences).All(static pair => Math.Abs(pair.First - pair.Second) < 1e-8), $"{what}: [{string.Join(", ", tested)}] and [{string.Join(", ", differences)}]");
    }

    [Fact]
    public void AGateWithoutAShiftRule_IsDifferentiatedExactly()
    {
        // exp(-i t (X + 0.5 Z)): <Z> = 1 - 2 sin²(t·s)/s², s = |(1, 0.5)|.
        var circuit = Circuit.Build(static q => { q.Evolve(X(0) + (0.5 * Z(0)), 0.8); q.Expval(Z(0)); });
        var speed = Math.Sqrt(1.25);

        Assert.Throws<NotSupportedException>(() => new Device("default.qubit").Gradient(circuit, options: new() { Method = GradientMethod.ParameterShift }));
        Assert.Equal(-2 * Math.Sin(2 * 0.8 * speed) / speed, new Device("default.qubit").Gradient(circuit, options: Method)[0], 1e-11);
    }

    [Fact]
    public void WithShots_TheDerivativeIsASampledMean()
    {
        var circuit = Circuit.Build(static q => { q.RX(0.54, 0); q.CNOT(0, 1); q.Expval(Z(1)); });

        Assert.Equal(-Math.Sin(0.54), new Device("lightning.qubit", shots: 100_000, seed: 2).Gradient(circuit, options: Method)[0], 0.02);
    }

    [Fact]
    public void WhatItCannot_IsSaid()
    {
        var circuit = Circuit.Build(static q => { q.RX(0.54, 0); q.Expval(Z(0)); });
        Assert.Contains("one wire more", Message(new("default.qubit", wires: 1), circuit));
        Assert.Equal(-Math.Sin(0.54), new Device("default.qubit", wires: 2).Gradient(circuit, options: Method)[0], 1e-12);
        Assert.Contains("Probs", Message(new("default.qubit"), Circuit.Build(static q => { q.RX(0.54, 0); q.Probs(0); })));
        Assert.Contains("no unitary", Message(new("default.mixed"), Circuit.Build(static q => { q.BitFlip(0.1, 0); q.Expval(Z(0)); })));

        static string Message(Device device, Circuit circuit) => Assert.Throws<NotSupportedException>(() => device.Jacobian(circuit, options: Method)).Message;
    }
}
