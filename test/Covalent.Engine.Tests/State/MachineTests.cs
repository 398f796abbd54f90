using Covalent.Engine.State;
using Covalent.Testing;

namespace Covalent.Engine.Tests.State;

public sealed class MachineTests
{
    [Fact(DisplayName = "Checklist 20: parameters complete without an executor")]
    [Trait("Checklist", "20")]
    public void Begin_CompletesParameters_WithoutQueueingThem()
    {
        var sketch = new GraphSketch();
        var parameter = sketch.Parameter([1]);
        var task = sketch.Task("task", parameter);
        var rig = new MachineRig(sketch.Build()).Begin();
        Assert.Equal(Status.Completed, rig.Machine.StatusOf(parameter));
        Assert.Equal([task], rig.TakeReady());
    }

    [Fact(DisplayName = "Checklist 21: the first nodes are those without pending parents, multiplicity counts")]
    [Trait("Checklist", "21")]
    public void Begin_QueuesExactlyTheNodesWithoutParents()
    {
        var sketch = new GraphSketch();
        var first = sketch.Task("a");
        var second = sketch.Task("b");
        var twice = sketch.Task("c", first, first);
        sketch.Task("d", first, second);
        var rig = new MachineRig(sketch.Build()).Begin();
        Assert.Equal([first, second], rig.TakeReady());
        rig.Run(first);
        Assert.Equal([twice], rig.TakeReady());
    }

    [Fact(DisplayName = "Checklist 22: a child starts only after all its parents, waiting edges included")]
    [Trait("Checklist", "22")]
    public void Child_WithDataAndWaitingParents_WaitsForAll()
    {
        var sketch = new GraphSketch();
        var data = sketch.Task("data");
        var other = sketch.Task("other");
        var child = sketch.Task("child", data);
        var rig = new MachineRig(sketch.Wait(child, other).Build()).Begin();
        rig.Run(data).Take();
        Assert.Equal(Status.NewObject, rig.Machine.StatusOf(child));
        rig.Run(other);
        Assert.Equal([child], rig.TakeReady());
    }

    [Fact(DisplayName = "Checklist 23: a failure stops its descendants only")]
    [Trait("Checklist", "23")]
    public void Failure_LeavesDescendantsUntouched_AndOtherBranchesRunning()
    {
        var sketch = new GraphSketch();
        var failing = sketch.Task("failing");
        var after = sketch.Task("after", failing);
        var first = sketch.Task("first");
        var second = sketch.Task("second", first);
        var rig = new MachineRig(sketch.Build()).Begin().Fail(failing).Run(first, second);
        Assert.Equal(Status.Failed, rig.Machine.Status);
        Assert.Equal(Status.NewObject, rig.Machine.StatusOf(after));
        Assert.Equal(Status.Completed, rig.Machine.StatusOf(second));
    }

    [Theory(DisplayName = "Checklist 24: final status of a dispatch")]
    [Trait("Checklist", "24")]
    [InlineData(false, false, Status.Completed)]
    [InlineData(false, true, Status.Cancelled)]
    [InlineData(true, false, Status.Failed)]
    [InlineData(true, true, Status.Failed)]
    public void End_HasTheStatusOfTheTable(bool fails, bool isCancelled, Status expected)
    {
        var rig = new MachineRig(GraphSketch.Wide(3)).Begin().Run(0);
        _ = fails ? rig.Fail(1) : rig.Run(1);
        _ = isCancelled ? rig.Apply(MachineEvent.CancelNode(2)) : rig.Run(2);
        Assert.Equal(expected, rig.Machine.Status);
    }

    [Theory(DisplayName = "Checklist 25: nothing leaves a terminal status, and a refused event changes nothing")]
    [Trait("Checklist", "25")]
    [InlineData(EventKind.AttemptStarted)]
    [InlineData(EventKind.AttemptCompleted)]
    [InlineData(EventKind.AttemptFailed)]
    [InlineData(EventKind.AttemptCancelled)]
    [InlineData(EventKind.Satisfied)]
    [InlineData(EventKind.Refused)]
    [InlineData(EventKind.ChildRegistered)]
    [InlineData(EventKind.ChildEnded)]
    [InlineData(EventKind.RetryDue)]
    [InlineData(EventKind.TimeExpired)]
    [InlineData(EventKind.StopUnconfirmed)]
    [InlineData(EventKind.CancelNode)]
    internal void TerminalNode_RefusesEveryEvent(EventKind kind)
    {
        var machine = new DispatchMachine(GraphSketch.Wide(2));
        var commands = new List<MachineCommand>();
        machine.Apply(MachineEvent.Begin, commands);
        machine.Apply(MachineEvent.AttemptStarted(0), commands);
        machine.Apply(MachineEvent.AttemptCompleted(0), commands);
        commands.Clear();
        Assert.False(machine.Apply(new MachineEvent(kind, 0, MayRetry: true, Outcome: Status.Failed), commands));
        Assert.Empty(commands);
        Assert.Equal(Status.Completed, machine.StatusOf(0));
        Assert.Equal((1, 0, 0, 1), (machine.CompletedCount, machine.FailedCount, machine.CancelledCount, machine.ActiveCount));
        Assert.Empty(machine.Violations());
    }

    [Fact(DisplayName = "Checklist 25: a second start is refused")]
    [Trait("Checklist", "25")]
    public void Begin_Twice_IsRefused()
    {
        var machine = new DispatchMachine(GraphSketch.Wide(1));
        Assert.True(machine.Apply(MachineEvent.Begin, []));
        Assert.False(machine.Apply(MachineEvent.Begin, []));
    }

    [Fact]
    public void IllegalEvent_OfAStrictMachine_IsThrownWithItsHistory()
    {
        var rig = new MachineRig(GraphSketch.Wide(1)).Begin().Run(0);
        var thrown = Assert.Throws<IllegalTransitionException>(() => rig.Apply(MachineEvent.AttemptFailed(0)));
        Assert.Contains("AttemptFailed(0) is not allowed", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Begin AttemptStarted(0) AttemptCompleted(0)", thrown.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Checklist 26: a sublattice node cannot complete before its child has")]
    [Trait("Checklist", "26")]
    public void Sublattice_CompletesOnlyWithItsChild()
    {
        var sketch = new GraphSketch();
        var sublattice = sketch.Sublattice("child");
        var machine = new DispatchMachine(sketch.Build());
        machine.Apply(MachineEvent.Begin, []);
        machine.Apply(MachineEvent.AttemptStarted(sublattice), []);
        machine.Apply(MachineEvent.ChildRegistered(sublattice), []);
        Assert.Equal(Status.Dispatching, machine.StatusOf(sublattice));
        Assert.False(machine.Apply(MachineEvent.AttemptCompleted(sublattice), []));
        Assert.False(machine.Apply(MachineEvent.ChildEnded(sublattice, Status.Running), []));
        Assert.True(machine.Apply(MachineEvent.ChildEnded(sublattice, Status.Completed), []));
        Assert.Equal(Status.Completed, machine.Status);
    }

    [Theory(DisplayName = "Checklist 34: a sublattice node ends as its child does")]
    [Trait("Checklist", "34")]
    [InlineData(Status.Completed)]
    [InlineData(Status.Failed)]
    [InlineData(Status.Cancelled)]
    public void Sublattice_EndsAsItsChild(Status outcome)
    {
        var sketch = new GraphSketch();
        var sublattice = sketch.Sublattice("child");
        var rig = new MachineRig(sketch.Build()).Begin().Start(sublattice).Apply(MachineEvent.ChildRegistered(sublattice));
        rig.Apply(MachineEvent.ChildEnded(sublattice, outcome));
        Assert.Equal(outcome, rig.Machine.StatusOf(sublattice));
        Assert.Equal(outcome, rig.Machine.Status);
    }

    [Fact]
    public void Retry_RunsAgain_AndCountsAttempts()
    {
        var rig = new MachineRig(GraphSketch.Wide(1)).Begin().Fail(0, mayRetry: true);
        Assert.Contains(new MachineCommand(CommandKind.ScheduleRetry, 0), rig.Take());
        Assert.Equal(Status.Running, rig.Machine.StatusOf(0));
        rig.Apply(MachineEvent.RetryDue(0));
        Assert.Equal([0], rig.TakeReady());
        Assert.Equal(Status.Running, rig.Machine.StatusOf(0));
        rig.Run(0);
        Assert.Equal(2, rig.Machine.AttemptOf(0));
        Assert.Equal(Status.Completed, rig.Machine.Status);
    }

    [Fact]
    public void FailFast_StopsWhatRuns_AndStartsNothingMore()
    {
        var rig = new MachineRig(GraphSketch.Wide(3), failFast: true).Begin().Start(0, 1);
        rig.Take();
        rig.Apply(MachineEvent.AttemptFailed(0));
        Assert.Equal(
            [new MachineCommand(CommandKind.StopCancelled, 1), new MachineCommand(CommandKind.NodeEnded, 2, Status.Cancelled)],
            rig.Take());
        rig.Apply(MachineEvent.AttemptCancelled(1));
        Assert.Equal(Status.Failed, rig.Machine.Status);
    }

    [Fact]
    public void TimeLimit_StopsTheAttempt_AndFailsIt()
    {
        var rig = new MachineRig(GraphSketch.Wide(1)).Begin().Start(0);
        rig.Take();
        rig.Apply(MachineEvent.TimeExpired(0));
        Assert.Equal([new MachineCommand(CommandKind.StopExpired, 0)], rig.Take());
        rig.Apply(MachineEvent.AttemptFailed(0));
        Assert.Equal(Status.Failed, rig.Machine.Status);
    }

    [Fact]
    public void UnconfirmedStop_WithARetryAllowed_WaitsForTheOldAttempt()
    {
        var rig = new MachineRig(GraphSketch.Wide(1)).Begin().Start(0).Apply(MachineEvent.TimeExpired(0));
        rig.Take();
        rig.Apply(MachineEvent.StopUnconfirmed(0, mayRetry: true));
        Assert.Empty(rig.Take());
        rig.Apply(MachineEvent.AttemptFailed(0, mayRetry: true));
        Assert.Equal([new MachineCommand(CommandKind.ScheduleRetry, 0)], rig.Take());
    }

    [Fact]
    public void UnconfirmedStop_OfACancelledNode_EndsItAllTheSame()
    {
        var rig = new MachineRig(GraphSketch.Wide(1)).Begin().Start(0).Apply(MachineEvent.CancelAll);
        rig.Take();
        rig.Apply(MachineEvent.StopUnconfirmed(0));
        Assert.Contains(new MachineCommand(CommandKind.NodeEnded, 0, Status.Cancelled), rig.Take());
        Assert.Equal(Status.Cancelled, rig.Machine.Status);
    }

    [Fact]
    public void ResultThatComesDespiteACancel_Counts()
    {
        var rig = new MachineRig(GraphSketch.Wide(1)).Begin().Start(0).Apply(MachineEvent.CancelAll).Apply(MachineEvent.AttemptCompleted(0));
        Assert.Equal(Status.Completed, rig.Machine.Status);
    }

    [Fact]
    public void RestoredNodes_AreNotRunAgain()
    {
        var rig = new MachineRig(GraphSketch.Chain(4));
        rig.Machine.Restore(0, NodePhase.Completed, 1);
        rig.Machine.Restore(1, NodePhase.Completed, 1);
        rig.Machine.RestoreAttempts(2, 1);
        rig.Begin();
        Assert.Equal([2], rig.TakeReady());
        rig.Run(2, 3);
        Assert.Equal(2, rig.Machine.AttemptOf(2));
        Assert.Equal(Status.Completed, rig.Machine.Status);
    }

    [Fact]
    public void RestoredCancelRequest_StopsWhatOutlivedTheCrash()
    {
        var rig = new MachineRig(GraphSketch.Wide(2));
        rig.Machine.Restore(0, NodePhase.Running, 1);
        rig.Machine.RestoreCancelRequest();
        rig.Begin();
        Assert.Contains(new MachineCommand(CommandKind.StopCancelled, 0), rig.Take());
        rig.Apply(MachineEvent.AttemptCancelled(0));
        Assert.Equal(Status.Cancelled, rig.Machine.Status);
        Assert.Equal(Status.NewObject, rig.Machine.StatusOf(1));
    }
}
