namespace Covalent.Quantum;

/// <summary>A result that is being computed. Asking twice gives the same answer; nothing is computed again.</summary>
/// <typeparam name="T">Type of the result.</typeparam>
public sealed class QFuture<T>
{
    private readonly Task<T> _task;

    /// <summary>A future of a running task.</summary>
    public QFuture(Task<T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _task = task;
        // A future nobody asks must not end the process with an unobserved exception.
        _ = task.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>Whether the result, or the failure, is there.</summary>
    public bool IsDone => _task.IsCompleted;

    /// <summary>Waits for the result; throws the circuit's own error.</summary>
    public T Result() => _task.GetAwaiter().GetResult();

    /// <summary>The result; throws the circuit's own error. Cancelling gives up waiting, not the circuit.</summary>
    public Task<T> GetResultAsync(CancellationToken cancellationToken = default) => _task.WaitAsync(cancellationToken);

    internal QFuture<TOther> Then<TOther>(Func<T, TOther> convert)
    {
        return new QFuture<TOther>(ConvertAsync());

        async Task<TOther> ConvertAsync() => convert(await _task.ConfigureAwait(false));
    }
}
