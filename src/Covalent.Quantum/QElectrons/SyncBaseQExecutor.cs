using System.Diagnostics;

namespace Covalent.Quantum;

/// <summary>Base of executors that run one circuit after the other on the calling thread.</summary>
public abstract class SyncBaseQExecutor : BaseQExecutor
{
    /// <inheritdoc />
    public override IReadOnlyList<QFuture<QResult>> BatchSubmit(IReadOnlyList<Circuit> circuits, QBatch batch)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        ArgumentNullException.ThrowIfNull(batch);
        return [.. circuits.Select((circuit, i) => new QFuture<QResult>(Run(RunOf(circuit, batch, i), batch.CancellationToken)))];
    }

    /// <summary>Runs one circuit; its failure concerns no other.</summary>
    protected abstract CircuitResult RunCircuit(QCircuitRun run);

    private protected virtual Task<QResult> Run(QCircuitRun run, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(Time(run));
        }
        catch (OperationCanceledException e)
        {
            return Task.FromCanceled<QResult>(e.CancellationToken);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Task.FromException<QResult>(e);
        }
    }

    private protected QResult Time(QCircuitRun run)
    {
        var start = Stopwatch.GetTimestamp();
        var result = RunCircuit(run);
        return new QResult(result, Name, run.Device.Name, Stopwatch.GetElapsedTime(start));
    }
}
