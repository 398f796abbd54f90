using Covalent.Quantum.Tests.References;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Circuits;

public sealed class ParameterTests
{
    [Fact]
    public void InputJacobian_OfEveryOperator_AgreesWithDifferences()
    {
        double[] inputs = [0.6, -1.3];
        var circuit = Build(inputs);

        var jacobian = circuit.InputJacobian(inputs);

        for (var input = 0; input < inputs.Length; input++)
        {
            double[] up = [.. inputs], down = [.. inputs];
            up[input] += 1e-6;
            down[input] -= 1e-6;
            var (above, below) = (circuit.Bind(up), circuit.Bind(down));
            for (var slot = 0; slot < circuit.ParameterValues.Length; slot++)
            {
                Near.Equal((above.ParameterValues[slot] - below.ParameterValues[slot]) / 2e-6, jacobian[slot, input], 1e-7);
            }
        }
    }

    [Fact]
    public void Bind_NewInputs_GivesTheNumbersOfAFreshCircuit()
    {
        var rebound = Build([0.1, 0.2]).Bind(0.6, -1.3);

        Near.Equal(Build([0.6, -1.3]).ParameterValues.ToArray(), rebound.ParameterValues.ToArray(), 1e-14);
        Assert.Same(rebound.Structure, rebound.Bind(1, 2).Structure);
    }

    [Fact]
    public void TrainableParameters_SomeConstants_AreThoseThatDependOnInputs()
    {
        var circuit = Circuit.Build(q =>
        {
            var x = Parameters.Inputs([0.3]);
            q.RX(0.5, 0);
            q.RY(x[0], 0);
        });

        Assert.Equal([1], circuit.TrainableParameters);
        Assert.Equal([0, 1], Circuit.Build(q => { q.RX(0.5, 0); q.RY(0.3, 0); }).TrainableParameters);
    }

    [Fact]
    public void Circuit_OneInputUsedTwice_KeepsBothPlaces()
    {
        var circuit = Circuit.Build(q =>
        {
            var x = Parameters.Inputs([0.3]);
            q.RX(x[0], 0);
            q.RX(2 * x[0], 0);
            q.Expval(Z(0));
        });

        Near.Equal(Math.Cos(3 * 0.7), (double)new Device("default.qubit").Execute(circuit.Bind(0.7)).Get(0));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Gate_ParameterThatIsNoNumber_IsRefused(double value)
    {
        var error = Assert.Throws<ArgumentException>(() => new Gate(GateKind.RX, 0, value));

        Assert.Contains("RX", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Build([0.1, 0.2]).Bind(value, 0));
        Assert.Throws<ArgumentException>(() => new PauliRotation(value, "X", 0));
    }

    [Fact]
    public void Bind_TooFewInputs_SaysHowManyAreNeeded() =>
        Assert.Contains("2 inputs, but 1", Assert.Throws<ArgumentException>(() => Build([0.1, 0.2]).Bind(1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Broadcast_ColumnOfAngles_GivesOneResultPerRow()
    {
        double[] angles = [0.1, 0.2, 0.3];
        var circuit = Circuit.Build(q =>
        {
            q.RX(angles, 0);
            q.RY(0.4, 0);
            q.Expval(Z(0));
        });

        var result = new Device("default.qubit").Execute(circuit);

        Assert.Equal(3, circuit.BatchSize);
        Assert.True(result.IsBatched);
        for (var row = 0; row < 3; row++)
        {
            Near.Equal(Math.Cos(angles[row]) * Math.Cos(0.4), (double)result.Get(0, row));
        }
    }

    [Fact]
    public void Broadcast_TableOfInputs_RunsTheBoundRows()
    {
        var circuit = Circuit.Build(q =>
        {
            var x = Parameters.Inputs([0.0, 0.0]);
            q.IqpEmbedding(x, [0, 1]);
            q.H(1);
            q.Probs(0, 1);
        });
        var device = new Device("default.qubit");

        var batched = device.Execute(circuit.Bind(new[,] { { 1.3, -0.7 }, { 0.6, -1.57 } }));

        Near.Equal((double[])device.Execute(circuit.Bind(1.3, -0.7)).Get(0), (double[])batched.Get(0, 0));
        Near.Equal((double[])device.Execute(circuit.Bind(0.6, -1.57)).Get(0), (double[])batched.Get(0, 1));
    }

    [Fact]
    public void Broadcast_ColumnsOfDifferentLength_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Circuit.Build(q =>
        {
            q.RX(new[] { 0.1, 0.2 }, 0);
            q.RX(new[] { 0.1, 0.2, 0.3 }, 0);
        }));

        Assert.Contains("2 and of 3", error.Message, StringComparison.Ordinal);
    }

    private static Circuit Build(double[] inputs) => Circuit.Build(q =>
    {
        var x = Parameters.Inputs(inputs);
        q.RX(x[0], 0);
        q.RY((2 * x[0]) - 0.5, 0);
        q.RZ(x[0] * x[1], 0);
        q.RX(x[0] + x[1], 0);
        q.RX(Parameter.Sin(x[1]) / x[0], 0);
        q.RX(Parameter.Exp(-x[0]) * Parameter.Cos(x[1] * x[1]), 0);
        q.RX(Parameter.Sqrt(x[0]) + Parameter.Log(x[0] * x[0]) + Parameter.Tanh(x[1]) + Parameter.Atan(x[1]) + Parameter.Tan(x[0]) + Parameter.Pow(x[0], 3), 0);
        q.RX(0.25, 0);
    });
}
