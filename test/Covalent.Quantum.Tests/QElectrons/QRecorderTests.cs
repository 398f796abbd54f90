using System.Text.Json.Nodes;
using Covalent.Core.Execution;

namespace Covalent.Quantum.Tests.QElectrons;

/// <summary>Inside an electron, circuits leave a record with the node.</summary>
public sealed class QRecorderTests
{
    [Fact]
    public void AQElectronInsideAnElectron_LeavesDiagramSpecsTimesAndResult()
    {
        var record = RecordOf(new Simulator());

        Assert.Equal(("dispatch-1", 4, "rotation", "turns a wire"), ((string)record["dispatch_id"]!, (int)record["electron_node_id"]!, (string)record["circuit_name"]!, (string)record["circuit_description"]!));
        Assert.Contains("RX", (string)record["circuit_diagram"]!);
        Assert.Equal(1, (int)record["qnode_specs"]!["gate_types"]!["RX"]!);
        Assert.Equal((1, 1, "analytic"), ((int)record["qnode_specs"]!["depth"]!, (int)record["qnode_specs"]!["num_used_wires"]!, (string)record["qnode_specs"]!["shots"]!));
        Assert.True((double)record["execution_time"]! >= 0);
        Assert.True(DateTimeOffset.TryParse((string)record["save_time"]!, out _));
        Assert.Equal(Math.Cos(0.3), (double)record["result"]![0]!, 1e-12);
        Assert.Equal("Simulator", (string)record["result_metadata"]!["executor_name"]!);
    }

    [Fact]
    public void PersistDataOff_KeepsNeitherCircuitNorResult()
    {
        var record = RecordOf(new Simulator { PersistData = false });

        Assert.Null(record["circuit"]);
        Assert.Null(record["result"]);
        Assert.NotNull(record["qexecutor"]);
    }

    private static JsonNode RecordOf(Simulator executor)
    {
        var context = new ElectronContext("dispatch-1", 4, 1, null, new NoOutput(), CancellationToken.None);
        var circuit = QElectron.Create(
            (CircuitBuilder q, double x) => { q.RX(x, 0); return q.Expval(Observable.Z(0)); }, new Device("default.qubit", 1, seed: 1), [executor],
            name: "rotation", description: "turns a wire");
        ElectronContext.Current = context;
        try
        {
            circuit.Run(0.3);
        }
        finally
        {
            ElectronContext.Current = null;
        }

        var (key, text) = context.Attachments.Single();
        Assert.StartsWith("qelectron/circuit_0@", key);
        return JsonNode.Parse(text)!;
    }

    private sealed class NoOutput : IOutputSink
    {
        public void Write(OutputStream stream, ReadOnlySpan<char> text)
        {
        }

        public void Progress(double fraction, string? message)
        {
        }
    }
}
