using Covalent.Core.Execution;
using Covalent.Engine.State;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <content>Child dispatches: registered with their parent's step, their outcome flows up, cancellation flows down.</content>
internal sealed partial class Dispatcher
{
    private void RegisterChild(DispatchRun run, EngineAttempt attempt, TaskOutcome outcome)
    {
        var node = attempt.NodeId;
        if (outcome.Child is null)
        {
            FailAttempt(run, attempt, outcome with
            {
                Status = Status.Failed,
                Failure = new FailureInfo(FailureKind.Executor, "no-child-graph", $"Executor '{attempt.Lane.Spec}' ran sublattice '{attempt.Template.Name}' and brought no graph."),
            }, null);
            return;
        }

        var registration = Prepare(ChildRequest(run, node, outcome.Child), _settings.Owner);
        registration.Trace = TraceField.TextOf(run.Trace);
        var child = NewRun(registration, outcome.StartedAt);
        child.ParentRun = run;
        run.Children[node] = child;
        _runs[child.Id] = child;
        _batch.Registrations.Add(registration);
        Record(run, node, Status.Dispatching, outcome with { Child = null, Result = default }, null, hasChild: true);
        Apply(run, MachineEvent.ChildRegistered(node));
        if (!child.Machine.Status.IsTerminal())
        {
            Begin(child);
        }
    }

    private static DispatchRequest ChildRequest(DispatchRun run, int node, TransportGraph graph) => new()
    {
        DispatchId = ChildId.Of(run.Id, node),
        Graph = graph,
        Lattice = new LatticeInfo(run.Graph.NameOf(node)) { Function = run.Graph.TemplateOf(node).Function },
        BundleId = run.Task.BundleId,
        FailFast = run.FailFast,
        Priority = run.Priority,
        Parent = new ParentLink(run.Id, node, run.RootId),
        RedispatchOf = run.RedispatchOf is { } earlier ? ChildId.Of(earlier, node) : null,
    };

    private void CancelChild(DispatchRun run, int node)
    {
        if (run.Children.TryGetValue(node, out var child) && !child.Machine.IsCancelRequested)
        {
            _batch.CancelRequests.Add((child.Key, -1));
            Apply(child, MachineEvent.CancelAll);
        }
    }

    private void OnChildEnded(DispatchRun parent, DispatchRun child, Status status)
    {
        var node = child.Parent!.NodeId;
        parent.Children.Remove(node);
        if (parent.Machine.PhaseOf(node) is not (NodePhase.Dispatching or NodePhase.CancellingChild))
        {
            return;
        }

        var value = status == Status.Completed ? ResultAssembler.Assemble(child.Graph, child.Values) : default;
        EndSublattice(parent, node, status, value, child.Error, child.BuilderStartedAt == 0 ? child.CreatedAt : child.BuilderStartedAt);
    }

    private void EndSublattice(DispatchRun parent, int node, Status status, StoredValue value, string? error, long startedAt)
    {
        var outcome = new TaskOutcome
        {
            Status = status,
            Result = Encoded(value),
            ResultHead = value.Head,
            StartedAt = startedAt,
            EndedAt = _now,
            Failure = status == Status.Failed
                ? new FailureInfo(FailureKind.Sublattice, "sublattice-failed", $"Sublattice '{parent.Graph.NameOf(node)}' failed as dispatch {ChildId.Of(parent.Id, node)}: {error}")
                : null,
        };
        parent.Values.Restore(node, value);
        Record(parent, node, status, outcome, AssetsOf(value), hasChild: true);
        Apply(parent, MachineEvent.ChildEnded(node, status));
    }
}
