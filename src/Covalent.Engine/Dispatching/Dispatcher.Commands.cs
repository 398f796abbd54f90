using Covalent.Core.Execution;
using Covalent.Engine.Diagnostics;
using Covalent.Engine.State;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <content>Asks a machine and does what it answers.</content>
internal sealed partial class Dispatcher
{
    // What a machine answers may lead to further events, for the same machine or for a parent's, before the answer is worked off; they are
    // worked off first, which is why commands sit on a stack of ranges in one list.
    private void Apply(DispatchRun run, in MachineEvent e, NodeEnd? failed = null)
    {
        NoteChange(run);
        var from = _commands.Count;
        if (!run.Machine.Apply(e, _commands))
        {
            EngineLog.EventRefused(_settings.Logger, run.Id, e.ToString(), run.Machine.Status);
        }

        if (failed is { } end)
        {
            RecordFailure(run, end);
        }

        for (var i = from; i < _commands.Count; i++)
        {
            Obey(run, _commands[i], failed?.Outcome.ProcessDied == true);
        }

        _commands.RemoveRange(from, _commands.Count - from);
    }

    private void Obey(DispatchRun run, in MachineCommand command, bool afterDeath)
    {
        switch (command.Kind)
        {
            case CommandKind.Enqueue:
                Enqueue(run, command.Node);
                break;
            case CommandKind.StopCancelled:
                Stop(run, command.Node, StopReason.Cancelled);
                break;
            case CommandKind.StopExpired:
                Stop(run, command.Node, StopReason.TimeLimit);
                break;
            case CommandKind.CancelChild:
                CancelChild(run, command.Node);
                break;
            case CommandKind.ScheduleRetry:
                ScheduleRetry(run, command.Node, afterDeath, _now);
                break;
            case CommandKind.NodeEnded:
                EndWithoutAttempt(run, command.Node, command.Status);
                break;
            default:
                Change(run, command.Status);
                break;
        }
    }

    // Whether the node is final now or tried again is for the machine to say, so this comes after the event.
    private void RecordFailure(DispatchRun run, in NodeEnd end)
    {
        var phase = run.Machine.PhaseOf(end.Node);
        if (phase.IsTerminal())
        {
            Record(run, end.Node, run.Machine.StatusOf(end.Node), end.Outcome, end.Assets);
        }
        else
        {
            _batch.FailedAttempts.Add(end);
        }
    }

    private void Enqueue(DispatchRun run, int node)
    {
        var plan = PlanOf(run, node);
        if (plan.Refusal is { } refusal)
        {
            Apply(run, MachineEvent.Refused(node), new NodeEnd(run.Key, node, run.Machine.AttemptOf(node), Status.Failed, NeverStarted(Status.Failed, refusal)));
        }
        else if (run.Deaths.ContainsKey(node))
        {
            plan.Lane!.EnqueueSuspect(run, node);
        }
        else if (!plan.UsesCache || !TakeFromCache(run, node))
        {
            plan.Lane!.Queue.Enqueue(plan.Queue!, node, plan.Priority);
        }
    }

    private void EndWithoutAttempt(DispatchRun run, int node, Status status)
    {
        if (run.InFlight.Remove(node, out var attempt))
        {
            attempt.IsAbandoned = true;
            run.NotStopped.Add(node);
            Record(run, node, status, Unstoppable(attempt, status), null);
        }
        else if (run.Machine.AttemptOf(node) > 0)
        {
            Record(run, node, status, NeverStarted(status, null), null);
        }
        else
        {
            Withdraw(run, node, status);
        }
    }

    private void Withdraw(DispatchRun run, int node, Status status)
    {
        _batch.Withdrawn.Add((run.Key, node));
        NoteEnd(run, node, status);
    }

    private void Stop(DispatchRun run, int node, StopReason reason)
    {
        if (!run.InFlight.TryGetValue(node, out var attempt))
        {
            return;
        }

        attempt.IsCancelRequested |= reason == StopReason.Cancelled;
        StopAfterCommit(attempt, reason);
    }

    private void StopAfterCommit(EngineAttempt attempt, StopReason reason) =>
        _effects.Add(new Effect(() => _background.Add(StopAsync(attempt, reason))));

    private async Task StopAsync(EngineAttempt attempt, StopReason reason)
    {
        var isStopped = false;
        try
        {
            isStopped = await attempt.Lane.Driver.StopAsync(attempt, reason, _settings.StopGrace, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            EngineLog.StopFailed(_settings.Logger, attempt.Run.Id, attempt.NodeId, e);
        }

        if (!isStopped)
        {
            Post(() => OnStopUnconfirmed(attempt));
        }
    }

    private void OnStopUnconfirmed(EngineAttempt attempt)
    {
        var run = attempt.Run;
        if (attempt.IsFinished || attempt.IsAbandoned || run.Machine.PhaseOf(attempt.NodeId) is not (NodePhase.Stopping or NodePhase.Expiring))
        {
            return;
        }

        var mayRetry = attempt.IsExpired && MayRetry(run, attempt, TimeOut(attempt, Silent), TimeOut(attempt, Silent).Failure!);
        Apply(run, MachineEvent.StopUnconfirmed(attempt.NodeId, mayRetry));
    }

    private static TaskOutcome Unstoppable(EngineAttempt attempt, Status status)
    {
        var outcome = attempt.IsExpired && status == Status.Failed ? TimeOut(attempt, Silent) : NeverStarted(status, new FailureInfo(FailureKind.Executor, "not-stopped",
            $"'{attempt.Template.Name}' (node {attempt.NodeId}) was told to stop and its code still runs. It keeps its slot of executor '{attempt.Lane.Spec}' until it ends; "
            + "let the method watch its CancellationToken, or run it in worker processes, which can be killed."));
        return outcome with { StopConfirmed = false };
    }

    private static TaskOutcome Silent { get; } = new() { Status = Status.Cancelled };

    private static TaskOutcome NeverStarted(Status status, FailureInfo? failure) => new() { Status = status, Failure = failure };

    private void Change(DispatchRun run, Status status)
    {
        if (status.IsTerminal())
        {
            End(run, status);
            return;
        }

        if (status == Status.Running)
        {
            run.StartedAt = run.StartedAt == 0 ? _now : run.StartedAt;
            if (run.Key.Number != 0)
            {
                _batch.Changes.Add(ChangeOf(run, status));
            }
        }

        if (run.IsWatched)
        {
            TellAfterCommit(run, new DispatchStatusChanged(run.Id, status, run.Machine.CompletedCount, run.Graph.NodeCount));
        }

        ObserveAfterCommit(run, new DispatchStatusChanged(run.Id, status, run.Machine.CompletedCount, run.Graph.NodeCount));
    }

    private DispatchChange ChangeOf(DispatchRun run, Status status) =>
        new(run.Key, status, _now, run.Machine.CompletedCount, run.Machine.FailedCount, run.Machine.CancelledCount, run.Error);
}
