using System.Numerics;
using Covalent.Quantum.Tests.References;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Measurements;

public sealed class AnalyticMeasurementTests
{
    [Fact]
    public void Entropies_OfABellPair_AreOneBit()
    {
        var result = Run(q =>
        {
            q.H(0);
            q.CNOT(0, 1);
            q.VnEntropy(0);
            q.VnEntropy(0, logBase: 2);
            q.Purity(0);
            q.Purity(0, 1);
            q.MutualInfo(0, 1, logBase: 2);
            q.MutualInfo(0, 7);
        });

        Near.Equal([Math.Log(2), 1, 0.5, 1, 2, 0], [.. Enumerable.Range(0, 6).Select(i => (double)result.Get(i))]);
    }

    [Fact]
    public void DensityMatrix_OfWiresBackwards_PermutesIndices()
    {
        var result = Run(q =>
        {
            q.X(1);
            q.Identity(0);
            q.DensityMatrix(1, 0);
            q.DensityMatrix(3, 1);
        });

        Assert.Equal(Complex.One, ((Complex[,])result.Get(0))[2, 2]);
        Assert.Equal(Complex.One, ((Complex[,])result.Get(1))[1, 1]);
    }

    [Fact]
    public void Probs_OfAnObservable_AreInItsEigenbasis()
    {
        var result = Run(q =>
        {
            q.H(0);
            q.X(1);
            q.Probs(X(0));
            q.Probs(X(0) * Z(1));
            q.Probs(Hermitian(new Complex[,] { { 0, 1 }, { 1, 0 } }, 0));
        });

        Near.Equal([1, 0], (double[])result.Get(0));
        Near.Equal([0, 1, 0, 0], (double[])result.Get(1));
        Near.Equal([0, 1], (double[])result.Get(2));
        Assert.Throws<ArgumentException>(() => Measurement.Probs(X(0) + Z(1)));
    }

    [Fact]
    public void Results_ByHandle_HaveTheirTypes()
    {
        var q = new CircuitBuilder();
        q.H(0);
        var probs = q.Probs(0);
        var mean = q.Expval(Z(0));

        var result = new Device("default.qubit").Execute(q.ToCircuit());

        double[] values = result.Get(probs);
        Near.Equal([0.5, 0.5], values);
        Near.Equal(0, result.Get(mean));
        Assert.Throws<ArgumentException>(() => result.Get(Measurement.Expval(X(0))));
    }

    private static CircuitResult Run(Action<CircuitBuilder> describe) => new Device("default.qubit").Execute(Circuit.Build(describe));
}
