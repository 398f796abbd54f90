using System.Globalization;
using Covalent.Quantum;
using Covalent.Quantum.Simulation.Files;

namespace Covalent.Benchmarks.Quantum;

/// <summary>
/// A variational loop through the public API: new angles into a circuit that exists, run it, read one expectation value.
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
        (string Name, Action Action)[] loops =
        [
            ("bind", () => first.Bind(inputs)),
            ("bind + run + <Z>", () => device.Execute(Turn(first, inputs)).Get(z)),
            ($"bind + run + <H> of {2 * file.Qubits} terms", () => device.Execute(Turn(second, inputs)).Get(ring)),
        ];

        // Everything once before: the runtime compiles hot methods for good only when it has seen them for a while.
        Array.ForEach(loops, loop => Stopclock.Measure(options.Runs, loop.Action));
        Array.ForEach(loops, loop => Report(loop.Name, options, loop.Action));
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
