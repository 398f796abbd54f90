using System.Diagnostics;
using Covalent.Quantum.QElectrons;

namespace Covalent.Quantum;

/// <summary>Runs circuits on a simulator of this machine, several at a time. The default executor of QElectrons.</summary>
public sealed class Simulator : BaseQExecutor
{
    private readonly Lazy<CircuitPool> _pool;

    /// <summary>Creates the executor with its documented defaults.</summary>
    public Simulator() => _pool = new Lazy<CircuitPool>(() => CircuitPool.Open(this));

    /// <summary>Name of the simulator. Default: <c>default.qubit</c>.</summary>
    public string Device { get; init; } = "default.qubit";

    /// <summary><c>thread</c>, or anything else for one circuit after the other on the calling thread. <c>process</c> is accepted and runs like
    /// <c>thread</c> as yet: .NET threads share no lock, so it gains isolation only. Default: <c>thread</c>.</summary>
    public string Parallel { get; init; } = "thread";

    /// <summary>Circuits that run at the same time. Default: 10.</summary>
    public int Workers { get; init; } = 10;

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
    internal static QResult Run(CircuitJob job)
    {
        var device = new Device(job.Device, job.Wires, job.Shots, job.Seed) { Threads = 1 };
        var start = Stopwatch.GetTimestamp();
        var result = device.Execute(job.Circuit, new ExecutionOptions { Seed = job.Seed, Stream = job.Stream, Shots = job.Shots });
        return new QResult(result, nameof(Simulator), job.Device, Stopwatch.GetElapsedTime(start));
    }

    private CircuitJob JobOf(Circuit circuit, QBatch batch, int index)
    {
        var shots = ShotsFor(circuit, batch.Device);
        return new CircuitJob(circuit.WithShots(shots), Device, batch.Device.Wires, shots, batch.Device.Seed, batch.Streams[index]);
    }
}
