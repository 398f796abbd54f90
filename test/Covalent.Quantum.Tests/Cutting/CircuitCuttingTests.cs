using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Cutting;

public sealed class CircuitCuttingTests
{
    [Fact]
    public void OneCut_BetweenTwoPairs_GivesTheClosedForm()
    {
        // RX(a) on wire 0, CNOT to 1, cut, CNOT to 2: <Z2> = cos a, <Z0 Z2> = 1, <X0 X1 X2> = 0 for a real state without superposition phases.
        var circuit = Circuit.Build(static q =>
        {
            q.RY(0.7, 0);
            q.CNOT(0, 1);
            q.WireCut(1);
            q.CNOT(1, 2);
            q.Expval(Z(2));
            q.Expval(Z(0) * Z(2));
            q.Expval(X(0) * X(1) * X(2));
            q.Expval((2 * Z(0)) + (0.5 * Z(1)) + 3);
        });

        var cut = circuit.CutAtMarkers();

        Assert.Equal((2, 2), (cut.FragmentCount, cut.MaximumWires));
        double[] expected = [Math.Cos(0.7), 1, Math.Sin(0.7), (2.5 * Math.Cos(0.7)) + 3];
        Assert.All(cut.Run(new Device("default.qubit")).Zip(expected), static pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void RandomCircuits_CutInSeveralPlaces_GiveTheMeansOfTheWhole(int seed)
    {
        var random = new Random(seed);
        var whole = Circuit.Build(q =>
        {
            for (var layer = 0; layer < 3; layer++)
            {
                for (var wire = 0; wire < 4; wire++)
                {
                    q.Rot(random.NextDouble() * 6, random.NextDouble() * 6, random.NextDouble() * 6, wire);
                }

                q.CNOT(layer, layer + 1);
                q.WireCut(layer + 1);
            }

            q.IsingXY(random.NextDouble(), 2, 3);
            q.Expval((X(0) * Y(1) * Z(3)) + (0.3 * Z(2)) - (Y(0) * X(2)));
            q.Expval(Y(3));
        });
        var uncut = new Circuit(whole.Operations.Where(static operation => operation is not Marker), whole.Measurements);

        var means = whole.CutAtMarkers().Run(new Device("lightning.qubit"));

        var reference = new Device("default.qubit").Execute(uncut);
        Assert.Equal((double)reference.Get(0), means[0], 1e-10);
        Assert.Equal((double)reference.Get(1), means[1], 1e-10);
    }

    [Fact]
    public void AGhzChain_LargerThanAnyPiece_RunsOnFewWires()
    {
        var circuit = Circuit.Build(static q =>
        {
            q.H(0);
            for (var wire = 0; wire < 20; wire++)
            {
                if (wire is > 0 && wire % 5 == 0)
                {
                    q.WireCut(wire);
                }

                q.CNOT(wire, wire + 1);
            }

            q.Expval(Pauli(new string('X', 21), Wires.Range(21)));
            q.Expval(Z(0) * Z(20));
        });

        var cut = circuit.CutAtMarkers();

        Assert.Equal((4, 6), (cut.FragmentCount, cut.MaximumWires));
        Assert.All(cut.Run(new Device("lightning.qubit")), static mean => Assert.Equal(1, mean, 1e-12));
    }

    [Fact]
    public void SampledPieces_ComeCloseToTheMean()
    {
        var circuit = Circuit.Build(static q =>
        {
            q.RY(0.7, 0);
            q.CNOT(0, 1);
            q.WireCut(1);
            q.RX(0.4, 1);
            q.Expval(Z(1));
        });

        var mean = circuit.CutAtMarkers().Run(new Device("lightning.qubit", shots: 200_000, seed: 5))[0];

        Assert.Equal(Math.Cos(0.7) * Math.Cos(0.4), mean, 0.02);
    }

    [Fact]
    public void WhatCannotBeCut_IsRefusedByName()
    {
        Assert.Contains("cut 0 times", Refused(static q => { q.H(0); q.Expval(Z(0)); }));
        Assert.Contains("Probs", Refused(static q => { q.H(0); q.WireCut(0); q.Probs(0); }));
        Assert.Contains("BitFlip", Refused(static q => { q.BitFlip(0.1, 0); q.WireCut(0); q.Expval(Z(0)); }));
        var cut = Circuit.Build(static q => { q.H(0); q.WireCut(0); q.Expval(Z(0)); }).CutAtMarkers();
        Assert.Contains("0 results", Assert.Throws<ArgumentException>(() => cut.Combine([])).Message);

        static string Refused(Action<CircuitBuilder> describe) => Assert.Throws<ArgumentException>(() => Circuit.Build(describe).CutAtMarkers()).Message;
    }
}
