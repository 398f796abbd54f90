using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Covalent.Quantum.QElectrons;
using Covalent.Quantum.QElectrons.Processes;

namespace Covalent.Quantum;

/// <summary>
/// Base of executors whose code runs in child processes of this application, several at a time. There a fresh instance is made by the class's
/// constructor without parameters and given the settings by <see cref="Configure"/>; what else it holds does not travel.
/// </summary>
public abstract class BaseProcessPoolQExecutor : SyncBaseQExecutor
{
    private readonly Lazy<ProcessCircuitPool> _pool;

    /// <summary>Prepares the pool.</summary>
    protected BaseProcessPoolQExecutor() => _pool = new(() => new ProcessCircuitPool(NumProcesses));

    /// <summary>Circuits that run at the same time, each in a process of its own. Default: 10.</summary>
    public int NumProcesses { get; init; } = 10;

    /// <summary>Takes over the settings that <see cref="BaseQExecutor.ToDictionary"/> wrote in the application.</summary>
    protected virtual void Configure(JsonObject settings)
    {
    }

    /// <inheritdoc />
    protected override IEnumerable<QExecutorField> Fields() => [new("num_processes", "integer", 10, NumProcesses)];

    /// <summary>In the child process: makes the executor and runs the circuit.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2057", Justification = "Only the application itself names the class, and only applications with all their assemblies start processes.")]
    internal static QResult RunHere(CustomRunner runner, CircuitJob job)
    {
        var type = Type.GetType(runner.Type, throwOnError: true)!;
        var executor = (BaseProcessPoolQExecutor)(Activator.CreateInstance(type, nonPublic: true)
            ?? throw new QuantumProcessException($"{type.Name} cannot be made in a simulator process; give it a constructor without parameters."));
        executor.Configure((JsonObject)JsonNode.Parse(runner.Settings)!);
        return executor.Time(new QCircuitRun(job.Circuit, new Device(job.Device, job.Wires, job.Shots, job.Seed), job.Stream));
    }

    private protected override async Task<QResult> Run(QCircuitRun run, CancellationToken cancellationToken)
    {
        var job = new CircuitJob(run.Circuit, run.Device.Name, run.Device.Wires, run.Shots, run.Device.Seed, run.Stream)
        {
            Runner = new(GetType().AssemblyQualifiedName!, ToDictionary().ToJsonString()),
        };
        return await _pool.Value.RunAsync(job, cancellationToken).ConfigureAwait(false) with { ExecutorName = Name };
    }
}
