using System.Text;
using Microsoft.Extensions.Logging;

namespace Covalent.Core.Execution;

/// <summary>One pass through setup, run and teardown.</summary>
internal static class LifecycleRun
{
    public static async Task<ExecutionResult> ExecuteAsync(LifecycleExecutor executor, TaskFunction function, TaskMetadata task, ExecutorCall call)
    {
        call.Enter();
        using var context = executor.GetDispatchContext(new DispatchInfo(task.DispatchId));
        var (output, status, failure) = await RunAsync(executor, function, task, call.Stopping).ConfigureAwait(false);
        var stdout = Encoding.UTF8.GetString(call.Stdout.Buffer.ToMemory().Span);
        var stderr = Encoding.UTF8.GetString(call.Stderr.Buffer.ToMemory().Span);
        await LogStreamsAsync(executor, task, stdout, stderr).ConfigureAwait(false);
        return new ExecutionResult(output, stdout, stderr, status, failure);
    }

    private static async Task<(object? Output, Status Status, FailureInfo? Failure)> RunAsync(
        LifecycleExecutor executor, TaskFunction function, TaskMetadata task, CancellationToken stopping)
    {
        try
        {
            await executor.OnSetupAsync(task, stopping).ConfigureAwait(false);
            return (await executor.OnRunAsync(function, task, stopping).ConfigureAwait(false), Status.Completed, null);
        }
        catch (TaskRuntimeException e)
        {
            return (null, Status.Failed, e.Failure);
        }
        catch (Exception e) when (e is TaskCancelledException || (e is OperationCanceledException && stopping.IsCancellationRequested))
        {
            return (null, Status.Cancelled, null);
        }
        catch (Exception e) // The border to the author's executor: whatever it throws fails the task, never the dispatcher.
        {
            return (null, Status.Failed, ExecutorFailures.Of(e));
        }
        finally
        {
            await TeardownAsync(executor, task).ConfigureAwait(false);
        }
    }

    private static async Task LogStreamsAsync(LifecycleExecutor executor, TaskMetadata task, string stdout, string stderr)
    {
        try
        {
            await executor.WriteStreamsToFileAsync([stdout, stderr], [executor.LogStdout, executor.LogStderr], task.DispatchId, Path.GetDirectoryName(task.ResultsDir)!)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ExecutorLog.OutputLogFailed(executor.Journal, executor.ShortName, task.DispatchId, task.NodeId, e);
        }
    }

    private static async Task TeardownAsync(LifecycleExecutor executor, TaskMetadata task)
    {
        try
        {
            await executor.OnTeardownAsync(task, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) // The border to the author's executor: a failed teardown must not replace the task's own end.
        {
            ExecutorLog.TeardownFailed(executor.Journal, executor.ShortName, task.DispatchId, task.NodeId, e);
            await ExecutorCall.Current.Stderr.WriteLineAsync($"Teardown of executor '{executor.ShortName}' failed: {e.Message}").ConfigureAwait(false);
        }
    }
}
