using Covalent.Core.Execution;

namespace Covalent.Worker.Running;

/// <summary>Runs one packed task on the calling thread, from its work folder to its outcome. Whatever user code does short of ending the
/// process, an outcome comes back.</summary>
internal sealed class TaskRun(ITaskCode code, TimeProvider clock, BaseFolder baseFolder)
{
    /// <param name="task">The task.</param>
    /// <param name="stop">Tells it to stop.</param>
    /// <param name="progress">Receives what user code reports through <see cref="ElectronContext"/>.</param>
    /// <param name="timeLimit">The limit that somebody watches for it; null for the task's own.</param>
    public TaskOutcome Run(PackedTask task, StopSignal stop, Action<double, string?> progress, TimeSpan? timeLimit = null)
    {
        var started = clock.GetUtcNow().UtcTicks;
        ElectronContext? context = null;
        using var span = TaskSpan.Begin(task);
        try
        {
            var folder = WorkFolder.Enter(task, baseFolder);
            context = new ElectronContext(new TaskMetadata(task.DispatchId, task.NodeId, task.Attempt, folder), folder, progress, logger: null, stop.Token);
            ElectronContext.Current = context;
            var call = code.CallAsync(task, stop.Token);
            var result = call.IsCompletedSuccessfully ? call.Result : call.AsTask().GetAwaiter().GetResult();
            var outcome = new TaskOutcome
            {
                Status = Status.Completed,
                Result = result.Value,
                ResultHead = result.Head,
                Child = result.Child,
                StartedAt = started,
                EndedAt = clock.GetUtcNow().UtcTicks,
                Attachments = context?.Attached,
            };
            return span is null ? outcome : span.End(outcome);
        }
        catch (Exception e) // The border to user code: whatever it throws is its outcome.
        {
            var outcome = Failed(task, stop, e, started, timeLimit ?? task.TimeLimit) with { Attachments = context?.Attached };
            return span is null ? outcome : span.End(outcome);
        }
        finally
        {
            ElectronContext.Current = null;
        }
    }

    private TaskOutcome Failed(PackedTask task, StopSignal stop, Exception e, long started, TimeSpan? timeLimit)
    {
        var ended = clock.GetUtcNow().UtcTicks;
        return stop.Reason switch
        {
            StopReason.Cancelled => new TaskOutcome { Status = Status.Cancelled, StartedAt = started, EndedAt = ended },
            StopReason.TimeLimit => TaskOutcome.FromFailure(StopFailures.TimeLimit(task.Template.Name, timeLimit, FailureInfo.FromUserCode(e)), started, ended),
            _ => TaskOutcome.FromFailure(TaskFailures.Of(e), started, ended),
        };
    }
}
