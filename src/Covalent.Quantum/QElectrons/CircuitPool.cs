using Covalent.Quantum.QElectrons.Processes;

namespace Covalent.Quantum.QElectrons;

/// <summary>Runs circuit jobs for one <see cref="Simulator"/>.</summary>
internal abstract class CircuitPool
{
    public static CircuitPool Open(Simulator simulator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(simulator.Workers, nameof(Simulator.Workers));
        return simulator.Parallel switch
        {
            "thread" or "true" => new ThreadCircuitPool(simulator.Workers),
            "process" => new ProcessCircuitPool(simulator.Workers),
            _ => new InlineCircuitPool(),
        };
    }

    public abstract Task<QResult> RunAsync(CircuitJob job, CancellationToken cancellationToken);
}

/// <summary>One after the other on the caller's thread.</summary>
internal sealed class InlineCircuitPool : CircuitPool
{
    public override Task<QResult> RunAsync(CircuitJob job, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<QResult>(cancellationToken);
        }

        try
        {
            return Task.FromResult(Simulator.Run(job, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<QResult>(cancellationToken);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Task.FromException<QResult>(e);
        }
    }
}

#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for holds nothing to dispose of.
/// <summary>On threads of the pool, at most so many at a time; a waiting circuit holds no thread.</summary>
internal sealed class ThreadCircuitPool(int workers) : CircuitPool
{
    private readonly SemaphoreSlim _places = new(workers);

    public override async Task<QResult> RunAsync(CircuitJob job, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Simulator.Run(job, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }
}
