using System.Numerics;
using Covalent.Quantum.Numerics;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Sampling;
using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Quantum.Devices.Lightning;

/// <summary>
/// The state vector of <c>lightning.qubit</c>. Until something runs, the state is only known to be a basis state: memory is first
/// written by the program itself.
/// </summary>
internal sealed class LightningState : IQuantumState
{
    private readonly StateVector state;

    private readonly int threads;

    private ulong? basisState;

    public LightningState(int qubits, KernelSet kernels, int threads, CancellationToken cancellationToken)
    {
        Qubits = qubits;
        this.threads = threads;
        state = new(Math.Max(1, qubits), kernels) { CancellationToken = cancellationToken };
        basisState = 0;
    }

    public int Qubits { get; }

    public void SetBasisState(ulong index) => basisState = index;

    public void SetAmplitudes(ReadOnlySpan<Complex> amplitudes)
    {
        basisState = null;
        state.Load(Qubits == 0 ? [amplitudes[0], Complex.Zero] : amplitudes);
    }

    public void SetDensityMatrix(SquareMatrix density) => throw new InvalidOperationException("A state vector cannot hold a mixed state.");

    public void Run(QubitProgram program, ReadOnlySpan<double> parameters)
    {
        using var loan = LightningPlans.Of(program).Borrow(state.Kernels, basisState, state.Layout, parameters);
        state.Run(loan.Program, threads);
        basisState = null;
    }

    public double[] Probabilities(ReadOnlySpan<int> positions)
    {
        Materialize();
        var bits = new int[positions.Length];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[positions.Length - 1 - i] = IndexBit(positions[i]);
        }

        return state.Probabilities(bits, threads);
    }

    public double Expectation(QubitPauliSum observable)
    {
        Materialize();
        return state.Mean(PreparedSums.Of(observable).For(state), threads);
    }

    public SquareMatrix ReducedDensityMatrix(ReadOnlySpan<int> positions)
    {
        Materialize();
        var bits = new int[positions.Length];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[positions.Length - 1 - i] = IndexBit(positions[i]);
        }

        return new(1 << positions.Length, state.ReducedDensity(bits));
    }

    public Complex[] Amplitudes()
    {
        Materialize();
        var amplitudes = state.ToArray(threads);
        return Qubits == 0 ? [amplitudes[0]] : amplitudes;
    }

    public void Collapse(int position, int outcome)
    {
        Materialize();
        state.Collapse(IndexBit(position), outcome, threads);
    }

    public void Sample(ReadOnlySpan<double> uniforms, Span<ulong> outcomes)
    {
        Materialize();
        new StateSampler(state, state.Layout, threads).Draw(uniforms, outcomes, threads);
    }

    public IQuantumState Clone()
    {
        var clone = new LightningState(Qubits, state.Kernels, threads, state.CancellationToken) { basisState = basisState };
        if (basisState is null)
        {
            clone.state.CopyFrom(state, threads);
        }

        return clone;
    }

    public void Dispose() => state.Dispose();

    private int IndexBit(int position) => state.Layout[Qubits - 1 - position];

    private void Materialize()
    {
        if (basisState is { } index)
        {
            state.SetBasisState(index, threads);
            basisState = null;
        }
    }
}
