namespace Covalent.Quantum;

#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for holds nothing to dispose of.
/// <summary>Base of executors that run circuits on threads, several at a time.</summary>
public abstract class BaseThreadPoolQExecutor : SyncBaseQExecutor
{
    private readonly Lazy<SemaphoreSlim> _places;

    /// <summary>Prepares the pool.</summary>
    protected BaseThreadPoolQExecutor() => _places = new(() => new SemaphoreSlim(NumThreads));

    /// <summary>Circuits that run at the same time. Default: 10.</summary>
    public int NumThreads { get; init; } = 10;

    /// <inheritdoc />
    protected override IEnumerable<QExecutorField> Fields() => [new("num_threads", "integer", 10, NumThreads)];

    private protected override async Task<QResult> Run(QCircuitRun run, CancellationToken cancellationToken)
    {
        await _places.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Time(run), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Value.Release();
        }
    }
}
