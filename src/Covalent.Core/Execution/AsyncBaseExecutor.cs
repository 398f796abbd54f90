using System.Text.Json.Nodes;
using Covalent.Core.Execution;

namespace Covalent;

/// <summary>Base of executors that wait without a thread. One method is enough: <see cref="RunAsync"/>.</summary>
/// <example><code>
/// public sealed class QuietExecutor : AsyncBaseExecutor
/// {
///     public override string ShortName => "quiet";
///     public override async Task&lt;object?&gt; RunAsync(TaskFunction function, TaskMetadata task, CancellationToken cancellationToken) =>
///         await function.InvokeAsync(cancellationToken);
/// }
/// </code></example>
/// <remarks>Order: <see cref="SetupAsync"/>, <see cref="RunAsync"/>, then always <see cref="TeardownAsync"/>. A normal return completes the
/// node; <see cref="TaskRuntimeException"/> fails it as the task's own fault, <see cref="TaskCancelledException"/> cancels it, anything else fails
/// it as the executor's fault. Streams are kept in every case.</remarks>
public abstract class AsyncBaseExecutor : LifecycleExecutor
{
    /// <summary>Runs a function. Call <see cref="TaskFunction.InvokeAsync"/> to run it on this machine, or carry its package elsewhere.</summary>
    /// <param name="function">The function and its inputs.</param>
    /// <param name="task">Which task it is.</param>
    /// <param name="cancellationToken">Cancelled when the task is to stop.</param>
    public abstract Task<object?> RunAsync(TaskFunction function, TaskMetadata task, CancellationToken cancellationToken);

    /// <summary>Prepares whatever the executor needs for the task. Does nothing by default.</summary>
    public virtual Task SetupAsync(TaskMetadata task, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>Undoes <see cref="SetupAsync"/>; runs after failures too. An exception here is logged and never replaces the task's own end.</summary>
    public virtual Task TeardownAsync(TaskMetadata task, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>Asks the back end to stop the job.</summary>
    /// <param name="task">The task to be cancelled.</param>
    /// <param name="jobHandle">The handle saved by <see cref="SetJobHandleAsync"/>; null when none was.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>True only when the back end stopped the job or accepted to. False by default.</returns>
    public virtual Task<bool> CancelAsync(TaskMetadata task, JsonNode? jobHandle, CancellationToken cancellationToken = default) => Task.FromResult(false);

    /// <summary>Saves the handle the back end gave the job, durably, so that it can be cancelled later.</summary>
    protected static Task SetJobHandleAsync(JsonNode handle, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var call = ExecutorCall.Current;
        var text = handle.ToJsonString();
        call.Attempt.JobHandle = text;
        return call.Events.SaveHandleAsync(call.Attempt, text, cancellationToken).AsTask();
    }

    /// <summary>Whether cancellation of the running task was requested.</summary>
    protected static Task<bool> GetCancelRequestedAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = ExecutorCall.Current;
        return Task.FromResult(call.Stopping.IsCancellationRequested || call.Events.IsCancelRequested(call.Attempt));
    }

    internal sealed override Task OnSetupAsync(TaskMetadata task, CancellationToken cancellationToken) => SetupAsync(task, cancellationToken);

    internal sealed override Task<object?> OnRunAsync(TaskFunction function, TaskMetadata task, CancellationToken cancellationToken) =>
        RunAsync(function, task, cancellationToken);

    internal sealed override Task OnTeardownAsync(TaskMetadata task, CancellationToken cancellationToken) => TeardownAsync(task, cancellationToken);

    internal sealed override Task<bool> OnCancelAsync(TaskMetadata task, JsonNode? jobHandle, CancellationToken cancellationToken) =>
        CancelAsync(task, jobHandle, cancellationToken);
}
