using Covalent.Quantum.Simulation.Adjoint;
using Covalent.Quantum.Simulation.Expectation;
using Covalent.Quantum.Simulation.Files;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;
using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Benchmarks.Quantum;

/// <summary>
/// Times of the state-vector simulator on a circuit file: the circuit from |0…0⟩ with fusion and planning; with a Hamiltonian its mean
/// in the prepared state; with <c>--gradient</c> circuit, mean and all derivatives.
/// </summary>
internal sealed class QuantumBenchmark : IDisposable
{
    private readonly BenchmarkOptions options;

    private readonly QctCircuit circuit;

    private readonly Hamiltonian? hamiltonian;

    private readonly double[] parameters;

    private readonly StateVector state;

    private QuantumBenchmark(BenchmarkOptions options)
    {
        this.options = options;
        circuit = QctCircuit.Load(options.File);
        hamiltonian = options.Hamiltonian is null ? null : Hamiltonian.Load(options.Hamiltonian);
        parameters = circuit.Parameters;
        state = new(circuit.Qubits, KernelTable.Get(options.InstructionSet, options.Precision));
    }

    public static int Run(string[] args)
    {
        if (BenchmarkOptions.Parse(args, out var problem) is not { } options)
        {
            Console.Error.WriteLine($"{problem}{Environment.NewLine}Usage: {BenchmarkOptions.Usage}");
            return 2;
        }

        if (options.Rebind)
        {
            return RebindBenchmark.Run(options);
        }

        using var benchmark = new QuantumBenchmark(options);
        var report = benchmark.Measure();
        Console.WriteLine(options.Json ? report.ToJson() : report.ToString());
        return 0;
    }

    public void Dispose() => state.Dispose();

    private BenchmarkReport Measure()
    {
        var pass = MeasurePass();
        double? mean = null, norm = null;
        Stopclock time;
        if (options.Gradient)
        {
            time = Stopclock.Measure(options.Runs, () => (mean, norm) = Differentiate());
        }
        else if (hamiltonian is not null)
        {
            RunCircuit();
            time = Stopclock.Measure(options.Runs, () => mean = Mean());
        }
        else if (options.Prepared)
        {
            using var program = Plan();
            time = Stopclock.Measure(options.Runs, () => state.Run(program, options.Threads));
        }
        else
        {
            time = Stopclock.Measure(options.Runs, RunCircuit);
        }

        // A gradient uses the state up; the probabilities are those after the circuit.
        RunCircuit();
        ulong[] places = [0, 1, 0x5a5a5a5a5aUL & ((1UL << circuit.Qubits) - 1)];
        var probabilities = Array.ConvertAll(places, place => (state[place].Real * state[place].Real) + (state[place].Imaginary * state[place].Imaginary));
        return new(Path.GetFileNameWithoutExtension(options.File), circuit.Qubits, circuit.Gates.Count, time, pass, probabilities, mean, norm);
    }

    private Stopclock MeasurePass()
    {
        state.SetBasisState(0, options.Threads);
        using var pass = new MemoryPass(state);
        return Stopclock.Measure(Math.Max(options.Runs, 21), () => pass.Run(options.Threads));
    }

    private KernelProgram Plan() => circuit.ToProgram().Build(new() { Precision = options.Precision, InstructionSet = options.InstructionSet }, parameters);

    private void RunCircuit()
    {
        using var program = Plan();
        state.Run(program, options.Threads);
    }

    private double Mean()
    {
        using var sum = new PauliSum(hamiltonian!.Terms, state.IndexBits, state.Layout, state.Kernels);
        return state.Mean(sum, options.Threads);
    }

    private (double Mean, double Norm) Differentiate()
    {
        using var program = Plan();
        using var gradient = new AdjointGradient(program);
        gradient.Bind(parameters);
        var means = gradient.Run(state, [hamiltonian!.Terms], parameters.Length, options.Threads, out var jacobian);
        return (means[0], Math.Sqrt(jacobian.Cast<double>().Sum(static entry => entry * entry)));
    }
}
