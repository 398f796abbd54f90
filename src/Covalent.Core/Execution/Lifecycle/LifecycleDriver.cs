using System.Collections.Concurrent;
using System.Text;

namespace Covalent.Core.Execution;

/// <summary>Drives executors derived from <see cref="BaseExecutor"/> and <see cref="AsyncBaseExecutor"/>: one pass through the life cycle for each
/// attempt.</summary>
internal sealed class LifecycleDriver(LifecycleExecutor executor, ExecutorHost host) : IExecutorDriver
{
    private static readonly TimeSpan ClosingGrace = TimeSpan.FromSeconds(10);

    private readonly FunctionRunner _runner = new(host);
    private readonly ConcurrentDictionary<LifecycleAttempt, Task> _running = new();

    public int ConcurrencyLimit => executor.ConcurrencyCap ?? executor.DefaultConcurrency;

    public bool SurvivesRestart => false;

    public void Start(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events)
    {
        foreach (var attempt in attempts)
        {
            var running = new LifecycleAttempt(attempt, events);
            attempt.DriverState = running;
            var task = Task.Run(() => RunAsync(running));
            _running[running] = task;
            _ = task.ContinueWith((_, state) => _running.TryRemove((LifecycleAttempt)state!, out Task? _), running, TaskScheduler.Default);
        }
    }

    public void Reattach(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events) => Start(attempts, events);

    public async ValueTask<bool> StopAsync(TaskAttempt attempt, StopReason reason, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (attempt.DriverState is not LifecycleAttempt running)
        {
            return false;
        }

        running.RequestStop(reason);
        await CancelAsync(running, cancellationToken).ConfigureAwait(false);
        try
        {
            await running.Ended.WaitAsync(grace, host.Clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Accepted or not: as long as RunAsync waits, nobody knows that the code has stopped.
            return running.Ended.IsCompleted;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var left = _running.ToArray();
        foreach (var (running, _) in left)
        {
            running.RequestStop(StopReason.Cancelled);
        }

        try
        {
            await Task.WhenAll(left.Select(entry => entry.Value)).WaitAsync(ClosingGrace, host.Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            foreach (var (running, _) in left)
            {
                running.Finish(new TaskOutcome { Status = Status.Cancelled, StopConfirmed = false });
            }
        }

        await _runner.DisposeAsync().ConfigureAwait(false);
        await DisposeOf(executor).ConfigureAwait(false);
    }

    internal static async ValueTask DisposeOf(Executor executor)
    {
        if (executor is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            (executor as IDisposable)?.Dispose();
        }
    }

    private async Task CancelAsync(LifecycleAttempt running, CancellationToken cancellationToken)
    {
        try
        {
            var handle = running.Attempt.JobHandle is { } json ? System.Text.Json.Nodes.JsonNode.Parse(json) : null;
            await executor.OnCancelAsync(running.MetadataIn(host.ResultsFolder), handle, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) // The border to the author's executor: a failing cancel is "not stopped", not our crash.
        {
            ExecutorLog.CancelFailed(executor.Journal, executor.ShortName, running.Attempt.Dispatch.DispatchId, running.Attempt.NodeId, e);
        }
    }

    private async Task RunAsync(LifecycleAttempt running)
    {
        var call = new ExecutorCall(running.Attempt, running.Events, running.Stopping);
        var started = host.Clock.GetUtcNow().UtcTicks;
        var function = new TaskFunction(running.Attempt, _runner, host);
        var result = await LifecycleRun.ExecuteAsync(executor, function, running.MetadataIn(host.ResultsFolder), call).ConfigureAwait(false);
        var outcome = OutcomeOf(running, result) with
        {
            StartedAt = started,
            EndedAt = host.Clock.GetUtcNow().UtcTicks,
            Stdout = Encoding.UTF8.GetBytes(result.Stdout),
            Stderr = Encoding.UTF8.GetBytes(result.Stderr),
        };
        running.Finish(outcome);
    }

    private static TaskOutcome OutcomeOf(LifecycleAttempt running, ExecutionResult result) => result.Status switch
    {
        Status.Completed => Completed(running.Attempt.Template, result.Output),
        Status.Cancelled when running.Reason == StopReason.TimeLimit => Failed(StopFailures.TimeLimit(running.Attempt.Template.Name, running.Attempt.Options.TimeLimit)),
        Status.Cancelled => new TaskOutcome { Status = Status.Cancelled },
        _ => Failed(result.Failure!),
    };

    private static TaskOutcome Completed(TaskTemplate template, object? output)
    {
        if (output is TaskResult known)
        {
            return known.Outcome;
        }

        if (template.ResultType.Length == 0)
        {
            return new TaskOutcome { Status = Status.Completed };
        }

        try
        {
            var (value, head) = ResultEncoder.Encode(ValueCodec.For(Graph.TypeReference.Resolve(template.ResultType)), output);
            return new TaskOutcome { Status = Status.Completed, Result = value, ResultHead = head };
        }
        catch (Exception e) when (e is CovalentException or InvalidCastException or NullReferenceException)
        {
            return Failed(FailureInfo.FromException(FailureKind.Payload, e));
        }
    }

    private static TaskOutcome Failed(FailureInfo failure) => new() { Status = Status.Failed, Failure = failure, ProcessDied = failure.Kind == FailureKind.ProcessDied };
}
