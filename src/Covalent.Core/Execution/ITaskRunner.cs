namespace Covalent.Core.Execution;

/// <summary>Runs a function on this machine for executors that ask for it. Output goes to the current <see cref="ExecutorCall"/>.</summary>
internal interface ITaskRunner
{
    /// <summary>The value, or an <see cref="EncodedResult"/> when it was made elsewhere.</summary>
    /// <exception cref="TaskRuntimeException">The function failed.</exception>
    /// <exception cref="TaskCancelledException">The function was stopped.</exception>
    ValueTask<object?> RunAsync(TaskAttempt attempt, CancellationToken cancellationToken);
}
