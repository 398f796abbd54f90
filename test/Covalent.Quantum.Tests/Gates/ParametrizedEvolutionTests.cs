using System.Numerics;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Gates;

public sealed class ParametrizedEvolutionTests
{
    private const double Close = 1e-9;

    [Fact]
    public void ARotatingField_IsTheClosedFormOfTheRotatingFrame()
    {
        // H = w0/2 Z + O/2 (cos wt X + sin wt Y):  U(t) = exp(-i w t Z/2) exp(-i ((w0 - w)/2 Z + O/2 X) t).
        const double w0 = 1.3, w = 0.9, rabi = 0.6, time = 4.2;
        var rotating = new ParametrizedHamiltonian(w0 / 2 * Z(0))
            .With(static (p, t) => p[0] / 2 * Math.Cos(p[1] * t), X(0))
            .With(static (p, t) => p[0] / 2 * Math.Sin(p[1] * t), Y(0));

        var matrix = new ParametrizedEvolution(rotating, [rabi, w], 0, time).Matrix();

        double detuning = w0 - w, speed = Math.Sqrt((detuning * detuning) + (rabi * rabi)), half = speed * time / 2;
        Complex diagonal = new(Math.Cos(half), -detuning / speed * Math.Sin(half)), off = new(0, -rabi / speed * Math.Sin(half));
        var frame = Complex.FromPolarCoordinates(1, -w * time / 2);
        Complex[,] expected = { { frame * diagonal, frame * off }, { Complex.Conjugate(frame) * off, Complex.Conjugate(frame * diagonal) } };
        AssertSame(expected, matrix);
    }

    [Fact]
    public void OneAxis_TurnsByTheIntegralOfTheFactor()
    {
        var pulse = new ParametrizedHamiltonian().With(static (p, t) => p[0] * t * t, X(0));

        var matrix = new ParametrizedEvolution(pulse, [0.6], 1, 3).Matrix();

        var angle = 0.6 * (27 - 1) / 3;
        AssertSame(new Complex[,] { { Math.Cos(angle), new(0, -Math.Sin(angle)) }, { new(0, -Math.Sin(angle)), Math.Cos(angle) } }, matrix);
    }

    [Theory]
    [InlineData(0.371)]
    [InlineData(0.3751)]
    [InlineData(0.375)]
    [InlineData(0.41)]
    [InlineData(0.999)]
    public void AJump_IsTheProductOfBothSides(double jump)
    {
        var jumping = new ParametrizedHamiltonian(0.4 * Z(0) * Z(1)).With((_, t) => t < jump ? 1 : -2, X(0) + Y(1));
        var pieces = Circuit.Build(q =>
        {
            q.Evolve((0.4 * Z(0) * Z(1)) + X(0) + Y(1), jump);
            q.Evolve((0.4 * Z(0) * Z(1)) - (2 * X(0)) - (2 * Y(1)), 1 - jump);
        });

        AssertSame(pieces.Unitary([0, 1]), new ParametrizedEvolution(jumping, [], 0, 1).Matrix());
    }

    [Fact]
    public void TheAdjoint_UndoesIt_AndAnotherWireIsTheSamePulse()
    {
        var pulse = new ParametrizedHamiltonian(Z(0)).With(static (p, t) => Math.Sin(p[0] * t), X(0) * X(1));
        var evolution = new ParametrizedEvolution(pulse, [1.4], 0.2, 2);
        var both = new Circuit([evolution, evolution.Adjoint()]);

        AssertSame(new Complex[,] { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } }, both.Unitary());
        var moved = (ParametrizedEvolution)evolution.OnWires(new Dictionary<Wire, Wire> { [0] = "a", [1] = "b" });
        AssertSame(evolution.Matrix(), moved.Matrix());
        Assert.NotEqual<Operation>(evolution, moved);
        Assert.Equal<Operation>(evolution, new ParametrizedEvolution(pulse, [1.4], 0.2, 2));
    }

    [Theory]
    [InlineData("default.qubit")]
    [InlineData("lightning.qubit")]
    [InlineData("default.mixed")]
    public void Devices_RunIt_BindNewParameters_AndDifferentiate(string name)
    {
        var circuit = Circuit.Build(static q =>
        {
            q.Evolve(new ParametrizedHamiltonian().With(static (p, t) => p[0] + (p[1] * t), Y(0)), Parameters.Inputs([0.1, 0.2]), 0, 2);
            q.Expval(Z(0));
        });
        var device = new Device(name);

        foreach (var (a, b) in new[] { (0.1, 0.2), (0.3, -0.4) })
        {
            // The state turns by twice the integral 2a + 2b.
            var turned = 2 * ((2 * a) + (2 * b));
            Assert.Equal(Math.Cos(turned), (double)device.Execute(circuit.Bind(a, b)).Get(0), Close);
            Assert.All(device.Gradient(circuit, [a, b]), slope => Assert.Equal(-4 * Math.Sin(turned), slope, 1e-4));
        }
    }

    [Fact]
    public void WrongUse_IsRefused()
    {
        var pulse = new ParametrizedHamiltonian().With(static (p, _) => p[0], X(0));
        Assert.Contains("not Hermitian", Assert.Throws<ArgumentException>(() => pulse.With(static (_, _) => 1, new Complex(0, 1) * X(0))).Message);
        Assert.Contains("1 to 6 wires", Assert.Throws<ArgumentException>(static () => new ParametrizedEvolution(new(), [], 0, 1)).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => new ParametrizedEvolution(pulse, [0.1], 0, double.NaN)).Message);
        var infinite = new ParametrizedHamiltonian().With(static (_, t) => 1 / t, X(0)).With(static (_, _) => double.NaN, Z(0));
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new ParametrizedEvolution(infinite, [], 0, 1).Matrix()).Message);
    }

    private static void AssertSame(Complex[,] expected, Complex[,] actual) =>
        Assert.All(expected.Cast<Complex>().Zip(actual.Cast<Complex>()), static pair => Assert.Equal(0, (pair.First - pair.Second).Magnitude, Close));
}
