using System.Diagnostics;

namespace Covalent.Quantum;

/// <summary>Base of executors that wait for something, such as a service: one task per circuit, all started at once.</summary>
public abstract class AsyncBaseQExecutor : BaseQExecutor
{
    /// <inheritdoc />
    public override IReadOnlyList<QFuture<QResult>> BatchSubmit(IReadOnlyList<Circuit> circuits, QBatch batch)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        ArgumentNullException.ThrowIfNull(batch);
        return [.. circuits.Select((circuit, i) => new QFuture<QResult>(TimeAsync(RunOf(circuit, batch, i), batch.CancellationToken)))];
    }

    /// <summary>Runs one circuit; its failure concerns no other.</summary>
    protected abstract Task<CircuitResult> RunCircuitAsync(QCircuitRun run, CancellationToken cancellationToken);

    private async Task<QResult> TimeAsync(QCircuitRun run, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await RunCircuitAsync(run, cancellationToken).ConfigureAwait(false);
        return new QResult(result, Name, run.Device.Name, Stopwatch.GetElapsedTime(start));
    }
}
