using BenchmarkDotNet.Attributes;
using Covalent.Quantum;

namespace Covalent.Benchmarks.Parts;

/// <summary>Small circuits through the public API, where planning and call costs count more than memory.</summary>
[MemoryDiagnoser]
public class QuantumParts
{
    private readonly Measurement _energy = Measurement.Expval(Observable.Z(0));
    private Circuit _circuit = null!;
    private Device _device = null!;

    /// <summary>Qubits.</summary>
    [Params(2, 6, 12)]
    public int Qubits { get; set; }

    /// <summary>A layer of rotations and a ring of CNOTs, twice.</summary>
    [GlobalSetup]
    public void Build()
    {
        var builder = new CircuitBuilder();
        for (var wire = 0; wire < 2 * Qubits; wire++)
        {
            builder.RY(0.1 * wire, wire % Qubits);
            builder.CNOT(wire % Qubits, (wire + 1) % Qubits);
        }

        _circuit = builder.ToCircuit().WithMeasurements(_energy);
        _device = new Device("lightning.qubit", Qubits) { Threads = 1 };
    }

    /// <summary>Runs it.</summary>
    [Benchmark]
    public object Run() => _device.Execute(_circuit);

    /// <summary>Runs it with 1,000 shots.</summary>
    [Benchmark]
    public object Sample() => _device.Execute(_circuit, new ExecutionOptions { Shots = 1000 });
}
