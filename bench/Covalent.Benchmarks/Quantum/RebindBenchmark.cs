using System.Globalization;
using Covalent.Quantum;
using Covalent.Quantum.Simulation.Files;

namespace Covalent.Benchmarks.Quantum;

/// <summary>
/// A variational loop through the public API: new angles into a circuit that exists, run it, read one expectation value. The floor is the
/// same circuit with numbers that do not change.
/// </summary>
internal static class RebindBenchmark
{
    public static int Run(BenchmarkOptions options)
    {
        var file = QctCircuit.Load(options.File);
        var device = new Device("lightning.qubit", file.Qubits) { Precision = options.Precision, Threads = options.Threads };
        double[] inputs = [.. file.Parameters];
        var z = Measurement.Expval(Observable.Z(0));
        var ring = Measurement.Expval(Ring(file.Qubits));
        var first = Build(file, inputs, z);
        var second = Build(file, inputs, ring);
        Report("bind", options, () => first.Bind(inputs));
        Report("bind + run + <Z>", options, () => device.Execute(Turn(first, inputs)).Get(z));
        Report("bind + run + <H> of " + (2 * file.Qubits) + " terms", options, () => device.Execute(Turn(second, inputs)).Get(ring));
        var state = new Covalent.Quantum.Simulation.StateVector.StateVector(file.Qubits, Covalent.Quantum.Simulation.Kernels.KernelTable.Get(options.InstructionSet, options.Precision));
        var program = file.ToProgram().Build(new() { Precision = options.Precision }, inputs);
        for (int k = 0; k < 2; k++) {
        Report("  kernel bind", options, () => program.Bind(inputs));
        Report("  kernel run", options, () => state.Run(program, 1));
        Report("  bind+run", options, () => { program.Bind(inputs); state.Run(program, 1); });
        Covalent.Quantum.Simulation.Expectation.PauliTerm[] terms = [.. Enumerable.Range(0, 6).SelectMany(q => new Covalent.Quantum.Simulation.Expectation.PauliTerm[] { new(1, 0, (1UL << q) | (1UL << (q + 1) % 6)), new(1, 1UL << q, 0) })];
        Report("  sum", options, () => { using var sum = new Covalent.Quantum.Simulation.Expectation.PauliSum(terms, state.IndexBits, state.Layout, state.Kernels); });
        using var psum = new Covalent.Quantum.Simulation.Expectation.PauliSum(terms, state.IndexBits, state.Layout, state.Kernels);
        Report("  mean", options, () => state.Mean(psum, 1));
        Report("  state", options, () => { using var s2 = new Covalent.Quantum.Simulation.StateVector.StateVector(file.Qubits, state.Kernels); });
        Report("bind", options, () => first.Bind(inputs));
        Report("bind + run + <Z>", options, () => device.Execute(Turn(first, inputs)).Get(z));
        Report("bind + run + <H> of " + (2 * file.Qubits) + " terms", options, () => device.Execute(Turn(second, inputs)).Get(ring));
        }
        return 0;
    }

    private static Circuit Turn(Circuit circuit, double[] inputs)
    {
        inputs[0] += 0.001;
        return circuit.Bind(inputs);
    }

    private static void Report(string what, BenchmarkOptions options, Action action)
    {
        var time = Stopclock.Measure(Math.Max(options.Runs, 15), action);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: median {time.Median * 1000:F2} us, minimum {time.Minimum * 1000:F2} us, processor {time.Processor * 1000:F2} us"));
    }

    private static Observable Ring(int qubits) => Enumerable.Range(0, qubits)
        .Select(wire => (-1.0 * (Observable.Z(wire) * Observable.Z((wire + 1) % qubits))) + (-0.7 * Observable.X(wire)))
        .Aggregate(static (sum, term) => sum + term);

    private static Circuit Build(QctCircuit file, double[] inputs, Measurement measurement)
    {
        var parameters = Parameters.Inputs(inputs);
        var next = 0;
        var builder = new CircuitBuilder();
        foreach (var gate in file.Gates)
        {
            Add(builder, gate, file.Qubits - 1 - gate.First, file.Qubits - 1 - gate.Second, gate.HasAngle ? parameters[next++] : 0);
        }

        return builder.ToCircuit().WithMeasurements(measurement);
    }

    private static void Add(CircuitBuilder builder, QctGate gate, int first, int second, Parameter angle)
    {
        switch (gate.Name)
        {
            case "rx":
                builder.RX(angle, first);
                break;
            case "ry":
                builder.RY(angle, first);
                break;
            case "rz":
                builder.RZ(angle, first);
                break;
            case "h":
                builder.H(first);
                break;
            case "x":
                builder.X(first);
                break;
            case "cx":
                builder.CNOT(first, second);
                break;
            case "cz":
                builder.CZ(first, second);
                break;
            case "cp":
                builder.ControlledPhaseShift(angle, first, second);
                break;
            case "rzz":
                builder.IsingZZ(angle, first, second);
                break;
            default:
                builder.SWAP(first, second);
                break;
        }
    }
}
