using System.Globalization;
using System.Text.Json.Nodes;

namespace Covalent.Quantum.QElectrons;

/// <summary>Keeps circuits, results and timings with the electron in which a QElectron runs.</summary>
internal static class QRecorder
{
    private const int LargestDrawn = 200;

    public static IReadOnlyList<QFuture<QResult>> Attach<TInput, TResult>(
        ElectronContext? context, QElectron<TInput, TResult> electron, IReadOnlyList<Circuit> circuits, IReadOnlyList<BaseQExecutor> executors, QBatch batch,
        IReadOnlyList<QFuture<QResult>> futures)
    {
        if (context is null)
        {
            return futures;
        }

        return [.. futures.Select((future, i) => future.Then(result =>
        {
            var key = $"qelectron/circuit_{i}@{batch.Id}";
            context.Attachments[key] = Record(context, electron.Name, electron.Description, electron.Device, circuits[i], executors[i], result).ToJsonString();
            return result;
        }))];
    }

    private static JsonObject Record(ElectronContext context, string name, string? description, Device device, Circuit circuit, BaseQExecutor executor, QResult result)
    {
        var record = new JsonObject
        {
            ["electron_node_id"] = context.NodeId,
            ["dispatch_id"] = context.DispatchId,
            ["circuit_name"] = name,
            ["circuit_description"] = description,
            ["qexecutor"] = executor.ToDictionary(),
            ["circuit_diagram"] = Diagram(circuit),
            ["qnode_specs"] = Specs(device, circuit, result),
            ["save_time"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            ["execution_time"] = result.ExecutionTime.TotalSeconds,
            ["result_metadata"] = Metadata(result),
        };
        if (executor.PersistData)
        {
            record["circuit"] = new JsonArray([.. circuit.Operations.Select(operation => (JsonNode)operation.ToString())]);
            record["measurements"] = new JsonArray([.. circuit.Measurements.Select(measurement => (JsonNode)measurement.ToString())]);
            record["result"] = new JsonArray([.. Enumerable.Range(0, result.Result.Measurements.Count).Select(i => ResultText(result.Result.Get(i)))]);
        }

        return record;
    }

    // Thousands of gates are no picture any more.
    private static JsonNode? Diagram(Circuit circuit) => circuit.Operations.Count <= LargestDrawn ? circuit.Draw() : null;

    private static JsonObject Specs(Device device, Circuit circuit, QResult result)
    {
        var specs = circuit.Specs();
        return new JsonObject
        {
            ["gate_types"] = Counts(specs.GateTypes),
            ["gate_sizes"] = Counts(specs.GateSizes.Select(pair => KeyValuePair.Create(pair.Key.ToString(CultureInfo.InvariantCulture), pair.Value))),
            ["depth"] = specs.Depth,
            ["num_operations"] = circuit.Operations.Count,
            ["num_used_wires"] = circuit.Wires.Count,
            ["num_device_wires"] = device.Wires?.Count,
            ["num_trainable_params"] = circuit.TrainableParameters.Count,
            ["shots"] = result.Result.Shots.ToString(),
            ["device_name"] = device.Name,
        };
    }

    private static JsonObject Counts(IEnumerable<KeyValuePair<string, int>> counts) =>
        new(counts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static JsonObject Metadata(QResult result)
    {
        var metadata = new JsonObject { ["device_name"] = result.DeviceName, ["executor_name"] = result.ExecutorName };
        foreach (var (key, value) in result.Metadata ?? new Dictionary<string, string>())
        {
            metadata[key] = value;
        }

        return metadata;
    }

    // Large results are cut: the record is for looking at, the value itself is what the electron returns.
    private static JsonNode? ResultText(object value) => value switch
    {
        double number => number,
        double[] numbers => new JsonArray([.. numbers.Take(1024).Select(number => (JsonNode)number)]),
        IReadOnlyDictionary<string, int> counts => new JsonObject(counts.Take(1024).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        _ => value.GetType().Name,
    };
}
