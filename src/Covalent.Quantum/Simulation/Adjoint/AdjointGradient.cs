using Covalent.Quantum.Simulation.Expectation;
using Covalent.Quantum.Simulation.Planning;
using Covalent.Quantum.Simulation.StateVector;
using Covalent.Quantum.Simulation.Threading;

namespace Covalent.Quantum.Simulation.Adjoint;

/// <summary>
/// Means of Pauli sums and their derivatives by all parameters of a program: one run forward, then per observable one walk back.
/// Memory: two states, three when there are several observables.
/// </summary>
internal sealed class AdjointGradient(KernelProgram program) : IDisposable
{
    private readonly AdjointPlan _plan = new(program);

    /// <summary>Sets the parameters of program and gradient.</summary>
    public void Bind(ReadOnlySpan<double> parameters)
    {
        program.Bind(parameters);
        _plan.Gates.Bind(parameters);
    }

    /// <summary>
    /// Means and derivatives (observable by observable) in the state the bound program makes of <paramref name="state"/>, which is
    /// used up. The observables are over qubits.
    /// </summary>
    public unsafe double[] Run(
        StateVector.StateVector state, IReadOnlyList<PauliTerm[]> observables, int parameters, int threads, out double[,] jacobian)
    {
        state.Run(program, threads);
        var means = new double[observables.Count];
        jacobian = new double[observables.Count, parameters];
        using var bra = new StateVector.StateVector(state.Qubits, state.Kernels) { CancellationToken = state.CancellationToken };
        using var copy = observables.Count > 1 ? new StateVector.StateVector(state.Qubits, state.Kernels) { CancellationToken = state.CancellationToken } : null;
        for (int index = 0; index < observables.Count; index++)
        {
            var ket = state;
            if (index < observables.Count - 1)
            {
                ket = copy!;
                ket.CopyFrom(state, threads);
            }

            using var sum = new PauliSum(observables[index], state.IndexBits, program.Layout, state.Kernels);
            sum.Apply(ket.Amplitudes, bra.Amplitudes, threads, state.CancellationToken);
            means[index] = Dot(bra, ket, threads);
            var walk = new AdjointWalk(_plan, ket.Amplitudes, bra.Amplitudes, state.CancellationToken);
            SimulatorTeam.Run(walk, ProgramRun.IsWorthSharing(program) ? threads : 1);
            state.CancellationToken.ThrowIfCancellationRequested();
            var gradient = new double[parameters];
            walk.Finish(gradient);
            for (int parameter = 0; parameter < parameters; parameter++)
            {
                jacobian[index, parameter] = gradient[parameter];
            }
        }

        return means;
    }

    public void Dispose() => _plan.Dispose();

    private static unsafe double Dot(StateVector.StateVector bra, StateVector.StateVector ket, int threads)
    {
        var chunks = new Chunks(ket.IndexBits);
        var parts = new double[chunks.Count];
        TeamLoop.Run(chunks.Count, threads, chunk =>
        {
            var (from, to) = chunks[chunk];
            nint offset = from * ket.Kernels.AmplitudeBytes;
            parts[chunk] = ket.Kernels.Gradients.Dot((byte*)bra.Amplitudes + offset, (byte*)ket.Amplitudes + offset, to - from);
        });
        return parts.Sum();
    }
}
