using Covalent.Core.Execution;
using Covalent.Engine.Diagnostics;
using Covalent.Engine.State;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <content>Attempts from their start to their end.</content>
internal sealed partial class Dispatcher
{
    private void StartAttempt(DispatchRun run, int node, Lane lane, bool isSuspect)
    {
        Apply(run, MachineEvent.AttemptStarted(node));
        var plan = run.PlanOf(node)!;
        var attempt = new EngineAttempt
        {
            Dispatch = run.Task,
            Run = run,
            Plan = plan,
            NodeId = node,
            Number = run.Machine.AttemptOf(node),
            Options = plan.Options,
            IsSuspect = isSuspect,
            Deaths = isSuspect ? run.Deaths.GetValueOrDefault(node) : 0,
        };
        run.InFlight.Add(node, attempt);
        lane.Occupy(isSuspect && lane.Driver.RunsInThisProcess);
        lane.Starting.Add(attempt);
        _settings.Observer?.AttemptStarted(lane.Spec.ShortName);
        _batch.Starts.Add(new NodeStart(run.Key, node, attempt.Number, attempt.Deaths));
        if (plan.TimeLimit is { } limit && !lane.Driver.ReportsStart)
        {
            LimitTime(attempt, limit);
        }

        if (run.IsWatched)
        {
            TellAfterCommit(run, new NodeStatusChanged(run.Id, node, Status.Running));
        }
    }

    private void OnCodeStarted(EngineAttempt attempt)
    {
        if (attempt.Plan.TimeLimit is { } limit && !attempt.IsFinished)
        {
            LimitTime(attempt, limit);
        }
    }

    private void LimitTime(EngineAttempt attempt, TimeSpan limit) => attempt.TimeLimit = _deadlines.Add(limit, () =>
    {
        if (!attempt.IsFinished && !attempt.IsAbandoned && attempt.Run.Machine.PhaseOf(attempt.NodeId) == NodePhase.Running)
        {
            attempt.IsExpired = true;
            Apply(attempt.Run, MachineEvent.TimeExpired(attempt.NodeId));
        }
    });

    private void OnFinished(EngineAttempt attempt, TaskOutcome outcome, OutcomeAssets? assets)
    {
        var run = attempt.Run;
        attempt.IsFinished = true;
        attempt.TimeLimit?.Cancel();
        attempt.Lane.Release(outcome.EndedAt - outcome.StartedAt);
        EngineTracing.Note(attempt, outcome);
        _settings.Observer?.AttemptEnded(attempt.Lane.Spec.ShortName, outcome.Status, outcome.EndedAt - outcome.StartedAt);
        if (attempt.IsAbandoned || !run.InFlight.Remove(attempt.NodeId))
        {
            return;
        }

        // A driver that is being disposed of stops its attempts. They did not fail: the next engine runs them again.
        if (_isStopping && outcome.Status != Status.Completed)
        {
            return;
        }

        try
        {
            EndAttempt(run, attempt, attempt.IsExpired ? TimeOut(attempt, outcome) : outcome, assets);
        }
        catch (Exception e)
        {
            Abort(run, e);
        }
    }

    private void EndAttempt(DispatchRun run, EngineAttempt attempt, TaskOutcome outcome, OutcomeAssets? assets)
    {
        var node = attempt.NodeId;
        switch (outcome.Status)
        {
            case Status.Completed when run.Graph.KindOf(node) == NodeKind.Sublattice:
                RegisterChild(run, attempt, outcome);
                break;
            case Status.Completed:
                run.Values.Set(node, outcome, assets?.Result);
                Record(run, node, Status.Completed, outcome, assets);
                Apply(run, MachineEvent.AttemptCompleted(node));
                run.Values.Consumed(node);
                RememberInCache(run, node);
                break;
            case Status.Cancelled:
                Record(run, node, Status.Cancelled, outcome, assets);
                Apply(run, MachineEvent.AttemptCancelled(node));
                break;
            default:
                FailAttempt(run, attempt, outcome, assets);
                break;
        }
    }

    private void FailAttempt(DispatchRun run, EngineAttempt attempt, TaskOutcome outcome, OutcomeAssets? assets)
    {
        var node = attempt.NodeId;
        var failure = outcome.Failure ?? new FailureInfo(FailureKind.Executor, "no-reason", $"Executor '{attempt.Lane.Spec}' reported a failure without a reason.");
        var mayRetry = MayRetry(run, attempt, outcome, failure);
        if (outcome.ProcessDied && !mayRetry && attempt.Deaths > 0)
        {
            failure = CrashLoop(attempt.Deaths + 1, failure);
        }

        outcome = outcome with { Failure = failure };
        var end = new NodeEnd(run.Key, node, attempt.Number, Status.Failed, outcome, assets);
        Apply(run, MachineEvent.AttemptFailed(node, mayRetry), end);
    }

    private bool MayRetry(DispatchRun run, EngineAttempt attempt, TaskOutcome outcome, FailureInfo failure)
    {
        if (attempt.Number == ushort.MaxValue)
        {
            return false;
        }

        if (!outcome.ProcessDied)
        {
            return attempt.Plan.Retry?.Allows(failure, attempt.Number - run.Deaths.GetValueOrDefault(attempt.NodeId)) == true;
        }

        var deaths = run.Deaths[attempt.NodeId] = run.Deaths.GetValueOrDefault(attempt.NodeId) + 1;
        return deaths < _settings.MaxDeaths;
    }

    private void ScheduleRetry(DispatchRun run, int node, bool afterDeath, long endedAt)
    {
        var pause = afterDeath ? TimeSpan.Zero
            : run.PlanOf(node)!.Retry?.DelayAfter(run.Machine.AttemptOf(node) - run.Deaths.GetValueOrDefault(node)) ?? TimeSpan.Zero;
        if (pause <= TimeSpan.Zero)
        {
            Apply(run, MachineEvent.RetryDue(node));
            return;
        }

        // What passed since is known only by the wall clock, which may have been set meanwhile: never wait longer than the pause.
        var left = TimeSpan.FromTicks(Math.Clamp(endedAt + pause.Ticks - _now, 0, pause.Ticks));
        _deadlines.Add(left, () =>
        {
            if (run.Machine.PhaseOf(node) == NodePhase.BackingOff && !run.Machine.Status.IsTerminal())
            {
                Apply(run, MachineEvent.RetryDue(node));
            }
        });
    }

    private void Record(DispatchRun run, int node, Status status, TaskOutcome outcome, OutcomeAssets? assets, bool hasChild = false)
    {
        _batch.Ends.Add(new NodeEnd(run.Key, node, run.Machine.AttemptOf(node), status, outcome, assets, hasChild));
        if (status == Status.Failed && outcome.Failure is { } failure)
        {
            run.Failures.Add((node, failure));
        }

        NoteEnd(run, node, status);
    }

    private void NoteEnd(DispatchRun run, int node, Status status)
    {
        if (status.IsTerminal() && run.Cancels.Count > 0)
        {
            NoteEndForCancels(run, node);
        }

        if (run.IsWatched)
        {
            TellAfterCommit(run, new NodeStatusChanged(run.Id, node, status));
        }

        if (_settings.Observer is { } observer && status.IsTerminal())
        {
            _effects.Add(new Effect(() => observer.NodeEnded(run.Id, node, status)));
        }
    }

    private static TaskOutcome TimeOut(EngineAttempt attempt, TaskOutcome outcome) => new()
    {
        Status = Status.Failed,
        Failure = outcome.Failure?.Kind == FailureKind.TimeLimit ? outcome.Failure : StopFailures.TimeLimit(attempt.Template.Name, attempt.Plan.TimeLimit, outcome.Failure),
        StartedAt = outcome.StartedAt,
        EndedAt = outcome.EndedAt,
        Host = outcome.Host,
        PeakMemory = outcome.PeakMemory,
        Stdout = outcome.Stdout,
        Stderr = outcome.Stderr,
        StopConfirmed = outcome.StopConfirmed,
    };

    private static FailureInfo CrashLoop(int deaths, FailureInfo last) => new(FailureKind.ProcessDied, "crash-loop",
        $"The process died {deaths} times while this task ran, so it is not run again. Last: {last.Message}") { Inner = last };

    private void Abort(DispatchRun run, Exception e)
    {
        EngineLog.DispatchAborted(_settings.Logger, run.Id, e);
        foreach (var attempt in run.InFlight.Values)
        {
            attempt.IsAbandoned = true;
            attempt.IsCancelRequested = true;
            StopAfterCommit(attempt, StopReason.Cancelled);
        }

        run.Error = $"The engine failed while it handled this dispatch: {e.Message} Please report this with the log.";
        run.Machine.Abort();
        End(run, Status.Failed);
    }
}
