using Covalent.Core.Execution;
using Covalent.Engine.Diagnostics;
using Covalent.Engine.State;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <content>Taking over a dispatch that another engine, or an earlier life of this one, left unfinished.</content>
internal sealed partial class Dispatcher
{
    /// <summary>Goes on with a dispatch that was claimed for this engine.</summary>
    /// <param name="record">The dispatch.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="progress">How far it got.</param>
    /// <param name="afterCrash">Whether its last engine died, so that what was in flight may be to blame.</param>
    /// <param name="cancel">Whether it is cancelled instead of going on.</param>
    public Task AdoptAsync(DispatchRecord record, TransportGraph graph, RunProgress progress, bool afterCrash, bool cancel = false)
    {
        ThrowIfHalted();
        var run = RunOf(record, graph);
        var reattached = new List<EngineAttempt>();
        return AskAsync<bool>(answer =>
        {
            ThrowIfHalted();
            if (_runs.TryAdd(run.Id, run))
            {
                LinkToParent(run);
                Restore(run, record, progress, afterCrash, reattached);
                Reattach(run, reattached);
                if (cancel)
                {
                    CancelWhole(run);
                }
                else
                {
                    Begin(run);
                }

                RescheduleRetries(run, progress);
                CancelAgain(run, progress);
            }

            AfterCommit(answer, () => true);
        });
    }

    /// <summary>Whether the executors that the open tasks of a dispatch need can go on with its code in this process.</summary>
    public Task<bool> CanResumeAsync(DispatchRecord record, TransportGraph graph) => AskAsync<bool>(answer =>
    {
        var run = RunOf(record, graph);
        var canResume = graph.Templates.Where(t => t.Kind != NodeKind.Parameter).All(template => CanResume(run, template));
        AfterCommit(answer, () => canResume);
    });

    private bool CanResume(DispatchRun run, TaskTemplate template)
    {
        try
        {
            var lane = LaneOf(template.Options.Executor ?? _settings.DefaultExecutor);
            return lane.Driver.CanResume(run.Task)
                || (lane.Driver.RunsInThisProcess && _settings.ForeignExecutor is { } foreign && LaneOf(foreign).Driver.CanResume(run.Task));
        }
        catch (CovalentException)
        {
            // An executor that cannot be had here fails its own nodes, with its name, when their turn comes.
            return true;
        }
    }

    private DispatchRun RunOf(DispatchRecord record, TransportGraph graph)
    {
        var machine = new DispatchMachine(graph, record.FailFast, _settings.Strict);
        return new DispatchRun(record.Key, graph, machine, new NodeValues(graph, _store, _atHand), record.BundleId)
        {
            RootId = record.RootId,
            Name = record.Name,
            Trace = EngineTracing.Parse(record.Trace),
            CreatedAt = record.CreatedAt,
            StartedAt = record.StartedAt,
            Priority = record.Priority,
            FailFast = record.FailFast,
            Parent = record.Parent,
            RedispatchOf = record.RedispatchOf,
            IsForeign = IsForeign(record.BundleId),
        };
    }

    private void LinkToParent(DispatchRun run)
    {
        if (run.Parent is { } link && _runs.TryGetValue(link.DispatchId, out var parent))
        {
            run.ParentRun = parent;
            parent.Children[link.NodeId] = run;
        }
    }

    private void Restore(DispatchRun run, DispatchRecord record, RunProgress progress, bool afterCrash, List<EngineAttempt> reattached)
    {
        foreach (var node in progress.Nodes)
        {
            RestoreNode(run, node);
        }

        foreach (var (node, failed) in progress.Failed)
        {
            run.Machine.Restore(node, NodePhase.BackingOff, failed.Attempt);
        }

        foreach (var (node, open) in progress.Open)
        {
            RestoreOpen(run, node, open, afterCrash, record.IsCancelRequested || progress.CancelRequested.Contains(node), reattached);
        }

        run.Machine.RestoreFailFast();
        if (record.IsCancelRequested)
        {
            run.Machine.RestoreCancelRequest();
        }
    }

    private static void RestoreNode(DispatchRun run, NodeRecord record)
    {
        switch (record.Status)
        {
            case Status.Completed:
                run.Values.Restore(record.Node, record.Value);
                run.Machine.Restore(record.Node, NodePhase.Completed, record.Attempt);
                break;
            case Status.Failed:
                run.Failures.Add((record.Node, record.Detail.Failure ?? new FailureInfo(FailureKind.Executor, "no-reason", "no reason is recorded")));
                run.Machine.Restore(record.Node, NodePhase.Failed, record.Attempt);
                break;
            case Status.Dispatching:
                run.Machine.Restore(record.Node, NodePhase.Dispatching, record.Attempt);
                break;
            default:
                run.Machine.Restore(record.Node, NodePhase.Cancelled, record.Attempt);
                break;
        }
    }

    private void RestoreOpen(DispatchRun run, int node, OpenAttempt open, bool afterCrash, bool isCancelled, List<EngineAttempt> reattached)
    {
        var plan = PlanOf(run, node);
        if (plan.Lane?.Driver.SurvivesRestart == true)
        {
            run.Machine.Restore(node, NodePhase.Running, open.Attempt);
            reattached.Add(NewAttempt(run, node, plan, open));
        }
        else if (isCancelled)
        {
            run.Machine.Restore(node, NodePhase.Cancelled, open.Attempt);
            Record(run, node, Status.Cancelled, NeverStarted(Status.Cancelled, null), null);
        }
        else
        {
            RestoreBroken(run, node, plan, open, afterCrash);
        }
    }

    private void RestoreBroken(DispatchRun run, int node, TaskPlan plan, OpenAttempt open, bool afterCrash)
    {
        // Only code that shares the engine's process can have taken the engine down.
        var deaths = open.Deaths + (afterCrash && plan.Lane?.Driver.RunsInThisProcess == true ? 1 : 0);
        if (deaths >= _settings.MaxDeaths)
        {
            run.Machine.Restore(node, NodePhase.Failed, open.Attempt);
            var last = new FailureInfo(FailureKind.ProcessDied, "process-died", "the process of the engine itself ended while the task ran in it");
            Record(run, node, Status.Failed, NeverStarted(Status.Failed, CrashLoop(deaths, last)), null);
            return;
        }

        run.Machine.RestoreAttempts(node, open.Attempt);
        if (deaths > 0)
        {
            run.Deaths[node] = deaths;
        }
    }

    private static EngineAttempt NewAttempt(DispatchRun run, int node, TaskPlan plan, OpenAttempt open) => new()
    {
        Dispatch = run.Task,
        Run = run,
        Plan = plan,
        NodeId = node,
        Number = open.Attempt,
        Options = plan.Options,
        JobHandle = open.JobHandle,
        Deaths = open.Deaths,
    };

    private void Reattach(DispatchRun run, List<EngineAttempt> attempts)
    {
        foreach (var attempt in attempts)
        {
            run.InFlight.Add(attempt.NodeId, attempt);
            attempt.Lane.Occupy(exclusively: false);
            attempt.Lane.Reattaching.Add(attempt);
            if (attempt.Plan.TimeLimit is { } limit && !attempt.Lane.Driver.ReportsStart)
            {
                LimitTime(attempt, limit);
            }
        }
    }

    // What was asked for before the crash and could not be done is asked for again.
    private void CancelAgain(DispatchRun run, RunProgress progress)
    {
        foreach (var node in progress.CancelRequested)
        {
            if (!run.Machine.Status.IsTerminal() && run.Machine.PhaseOf(node) == NodePhase.Running)
            {
                Apply(run, MachineEvent.CancelNode(node));
            }
        }

        if (run.ParentRun is { } parent && parent.Machine.PhaseOf(run.Parent!.NodeId) == NodePhase.CancellingChild && !run.Machine.Status.IsTerminal())
        {
            CancelWhole(run);
        }
    }

    private void RescheduleRetries(DispatchRun run, RunProgress progress)
    {
        foreach (var (node, failed) in progress.Failed)
        {
            if (run.Machine.PhaseOf(node) == NodePhase.BackingOff)
            {
                PlanOf(run, node);
                ScheduleRetry(run, node, afterDeath: false, failed.EndedAt);
            }
        }
    }
}
