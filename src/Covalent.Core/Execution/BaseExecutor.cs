using System.Text.Json.Nodes;
using Covalent.Core.Execution;

namespace Covalent;

/// <summary>Base of executors written with plain blocking calls; each task gets a thread of its own. Prefer <see cref="AsyncBaseExecutor"/>
/// where the back end has asynchronous calls.</summary>
/// <remarks>Order and meaning as for <see cref="AsyncBaseExecutor"/>.</remarks>
public abstract class BaseExecutor : LifecycleExecutor
{
    /// <summary>Runs a function; blocks until it ends.</summary>
    /// <param name="function">The function and its inputs.</param>
    /// <param name="task">Which task it is.</param>
    public abstract object? Run(TaskFunction function, TaskMetadata task);

    /// <summary>Prepares whatever the executor needs for the task. Does nothing by default.</summary>
    public virtual void Setup(TaskMetadata task)
    {
    }

    /// <summary>Undoes <see cref="Setup"/>; runs after failures too. An exception here is logged and never replaces the task's own end.</summary>
    public virtual void Teardown(TaskMetadata task)
    {
    }

    /// <summary>Asks the back end to stop the job.</summary>
    /// <param name="task">The task to be cancelled.</param>
    /// <param name="jobHandle">The handle saved by <see cref="SetJobHandle"/>; null when none was.</param>
    /// <returns>True only when the back end stopped the job or accepted to. False by default.</returns>
    public virtual bool Cancel(TaskMetadata task, JsonNode? jobHandle) => false;

    /// <summary>Cancelled when the running task is to stop.</summary>
    protected static CancellationToken Stopping => ExecutorCall.Current.Stopping;

    /// <summary>Saves the handle the back end gave the job, durably, so that it can be cancelled later.</summary>
    protected static void SetJobHandle(JsonNode handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var call = ExecutorCall.Current;
        var text = handle.ToJsonString();
        call.Attempt.JobHandle = text;
        call.Events.SaveHandleAsync(call.Attempt, text, CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Whether cancellation of the running task was requested.</summary>
    protected static bool GetCancelRequested()
    {
        var call = ExecutorCall.Current;
        return call.Stopping.IsCancellationRequested || call.Events.IsCancelRequested(call.Attempt);
    }

    internal sealed override Task OnSetupAsync(TaskMetadata task, CancellationToken cancellationToken) =>
        OnThreadAsync(() => { Setup(task); return null; });

    internal sealed override Task<object?> OnRunAsync(TaskFunction function, TaskMetadata task, CancellationToken cancellationToken) =>
        OnThreadAsync(() => Run(function, task));

    internal sealed override Task OnTeardownAsync(TaskMetadata task, CancellationToken cancellationToken) =>
        OnThreadAsync(() => { Teardown(task); return null; });

    internal sealed override async Task<bool> OnCancelAsync(TaskMetadata task, JsonNode? jobHandle, CancellationToken cancellationToken) =>
        await OnThreadAsync(() => Cancel(task, jobHandle)).ConfigureAwait(false) is true;

    private static Task<object?> OnThreadAsync(Func<object?> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
