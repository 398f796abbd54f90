using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Sampling;
using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Quantum.Tests.Simulation;

public sealed class SamplingTests
{
    [Fact]
    public void Draw_ManySamples_FollowTheProbabilities()
    {
        const int Samples = 200_000;
        using var state = State(seed: 3, qubits: 4, out var amplitudes);
        var counts = new int[amplitudes.Length];
        foreach (ulong outcome in Draw(state, Samples, seed: 11, threads: 1))
        {
            counts[outcome]++;
        }

        for (int outcome = 0; outcome < counts.Length; outcome++)
        {
            double p = Math.Pow(Complex.Abs(amplitudes[outcome]), 2);
            double sigma = Math.Sqrt(Samples * p * (1 - p));
            Assert.InRange(counts[outcome], (Samples * p) - (5 * sigma), (Samples * p) + (5 * sigma));
        }
    }

    [Fact]
    public void Draw_ImpossibleOutcomes_NeverAppear()
    {
        var amplitudes = new Complex[1 << 13];
        foreach (int possible in new[] { 5, 77, 4096, 8000 })
        {
            amplitudes[possible] = 0.5;
        }

        using var state = new StateVector(13, KernelTable.Get(KernelTable.Best, Precision.Double));
        state.Load(amplitudes);
        ulong[] outcomes = new ulong[5];
        new StateSampler(state, state.Layout, threads: 1).Draw([0, 0.2499999, 0.25, 0.7, 0.9999999999999999], outcomes, threads: 1);

        Assert.Equal([5, 5, 77, 4096, 8000], outcomes);
    }

    [Fact]
    public void Draw_OnAnyNumberOfThreads_GivesTheSameOutcomes()
    {
        using var state = State(seed: 5, qubits: 17, out _);

        var alone = Draw(state, 3000, seed: 1, threads: 1);

        Assert.Equal(alone, Draw(state, 3000, seed: 1, threads: 2));
        Assert.Equal(alone, Draw(state, 3000, seed: 1, threads: 4));
    }

    private static ulong[] Draw(StateVector state, int count, int seed, int threads)
    {
        var random = new Random(seed);
        double[] uniforms = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
        var outcomes = new ulong[count];
        new StateSampler(state, state.Layout, threads).Draw(uniforms, outcomes, threads);
        return outcomes;
    }

    private static StateVector State(int seed, int qubits, out Complex[] amplitudes)
    {
        amplitudes = new RandomPrograms(seed).State(qubits);
        var state = new StateVector(qubits, KernelTable.Get(KernelTable.Best, Precision.Double));
        state.Load(amplitudes);
        return state;
    }
}
