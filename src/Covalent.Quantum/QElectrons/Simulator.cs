using System.Diagnostics;
using Covalent.Quantum.QElectrons;

namespace Covalent.Quantum;

/// <summary>Runs circuits on a simulator of this machine, several at a time. The default executor of QElectrons.</summary>
public sealed class Simulator : BaseQExecutor
{
    private readonly Lazy<CircuitPool> _pool;
    private readonly int? _workers;

    /// <summary>Creates the executor with its documented defaults.</summary>
    public Simulator() => _pool = new Lazy<CircuitPool>(() => CircuitPool.Open(this));

    /// <summary>Name of the simulator. Default: the configuration's, else <c>default.qubit</c>.</summary>
    public string Device
    {
        get => field ??= Defaults.GetText("device") ?? "default.qubit";
        init;
    }

    /// <summary><c>thread</c>; <c>process</c> for child processes, which a crash or a lack of memory cannot take the application along with; anything
    /// else for one circuit after the other on the calling thread. Default: the configuration's, else <c>thread</c>.</summary>
    /// <remarks>Processes need an application that <c>dotnet</c> runs (not a single file, not native); they start at the first circuit, stay warm,
    /// and end with the application. Threads are faster for small circuits.</remarks>
    public string Parallel
    {
        get => field ??= Defaults.GetText("parallel") ?? "thread";
        init;
    }

    /// <summary>Circuits that run at the same time. Default: the configuration's, else 10.</summary>
    public int Workers
    {
        get => _workers ?? (int)(Defaults.GetInteger("workers") ?? 10);
        init => _workers = value;
    }

    /// <inheritdoc />
    public override IReadOnlyList<QFuture<QResult>> BatchSubmit(IReadOnlyList<Circuit> circuits, QBatch batch)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        ArgumentNullException.ThrowIfNull(batch);
        return [.. circuits.Select((circuit, i) => new QFuture<QResult>(_pool.Value.RunAsync(JobOf(circuit, batch, i), batch.CancellationToken)))];
    }

    /// <inheritdoc />
    protected override string Description => "Runs circuits on a simulator of this machine, in threads or processes.";

    /// <inheritdoc />
    protected override IEnumerable<QExecutorField> Fields() =>
    [
        new("device", "string", "default.qubit", Device),
        new("parallel", "boolean|string", "thread", Parallel),
        new("workers", "integer", 10, Workers),
    ];

    /// <summary>Runs one job here and now.</summary>
    internal static QResult Run(CircuitJob job, CancellationToken cancellationToken)
    {
        var device = new Device(job.Device, job.Wires, job.Shots, job.Seed) { Threads = 1 };
        var start = Stopwatch.GetTimestamp();
        var result = device.Execute(job.Circuit, new ExecutionOptions { Seed = job.Seed, Stream = job.Stream, Shots = job.Shots }, cancellationToken);
        return new QResult(result, nameof(Simulator), job.Device, Stopwatch.GetElapsedTime(start));
    }

    private CircuitJob JobOf(Circuit circuit, QBatch batch, int index)
    {
        var shots = ShotsFor(circuit, batch.Device);
        return new CircuitJob(circuit.WithShots(shots), Device, batch.Device.Wires, shots, batch.Device.Seed, batch.Streams[index]);
    }
}
