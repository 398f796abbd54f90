using Covalent.Engine.State;
using Covalent.Testing;

namespace Covalent.Engine.Tests.State;

/// <summary>A random graph and a random order of legal events, both from one seed, with the invariants checked after every step.</summary>
internal sealed class RandomRun
{
    private readonly Random _random;
    private readonly TransportGraph _graph;
    private readonly DispatchMachine _machine;
    private readonly List<MachineCommand> _commands = [];
    private readonly Dictionary<int, int> _startedAfter = [];

    public RandomRun(int seed, int nodes)
    {
        _random = new Random(seed);
        _graph = Draw(_random, nodes);
        _machine = new DispatchMachine(_graph, failFast: _random.Next(4) == 0, strict: true);
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>What went wrong; null when nothing did.</returns>
    public string? Play()
    {
        try
        {
            Apply(MachineEvent.Begin);
            for (var steps = 0; !_machine.Status.IsTerminal(); steps++)
            {
                if (steps > _graph.NodeCount * 40)
                {
                    return "the run does not end";
                }

                Step();
                if (_machine.Violations().FirstOrDefault() is { } problem)
                {
                    return problem;
                }
            }

            return EndProblem();
        }
        catch (IllegalTransitionException e)
        {
            return e.Message;
        }
    }

    private void Step()
    {
        if (_random.Next(200) == 0 && !_machine.IsCancelRequested)
        {
            Apply(MachineEvent.CancelAll);
            return;
        }

        int[] live = [.. Enumerable.Range(0, _graph.NodeCount).Where(node => _machine.PhaseOf(node).IsActive())];
        var node = live[_random.Next(live.Length)];
        if (_random.Next(40) == 0)
        {
            Apply(MachineEvent.CancelNode(node));
            return;
        }

        Apply(Next(node, _machine.PhaseOf(node)));
    }

    private MachineEvent Next(int node, NodePhase phase) => phase switch
    {
        NodePhase.Ready => _random.Next(20) switch
        {
            0 => MachineEvent.Satisfied(node),
            1 => MachineEvent.Refused(node),
            _ => MachineEvent.AttemptStarted(node),
        },
        NodePhase.Running => _random.Next(8) switch
        {
            0 => MachineEvent.AttemptFailed(node, _machine.AttemptOf(node) < 3),
            1 => MachineEvent.TimeExpired(node),
            2 => MachineEvent.AttemptCancelled(node),
            _ when _graph.KindOf(node) == NodeKind.Sublattice => MachineEvent.ChildRegistered(node),
            _ => MachineEvent.AttemptCompleted(node),
        },
        NodePhase.Stopping => _random.Next(4) switch
        {
            0 => MachineEvent.StopUnconfirmed(node),
            1 => MachineEvent.AttemptFailed(node, true),
            2 when _graph.KindOf(node) != NodeKind.Sublattice => MachineEvent.AttemptCompleted(node),
            _ => MachineEvent.AttemptCancelled(node),
        },
        NodePhase.Expiring => _random.Next(3) == 0
            ? MachineEvent.StopUnconfirmed(node, _machine.AttemptOf(node) < 2)
            : MachineEvent.AttemptFailed(node, _machine.AttemptOf(node) < 2),
        NodePhase.BackingOff => MachineEvent.RetryDue(node),
        _ => MachineEvent.ChildEnded(node, (Status)_random.Next((int)Status.Completed, (int)Status.Cancelled + 1)),
    };

    private void Apply(in MachineEvent e)
    {
        _commands.Clear();
        _machine.Apply(e, _commands);
        foreach (var command in _commands)
        {
            if (command.Kind == CommandKind.Enqueue)
            {
                _startedAfter[command.Node] = _startedAfter.GetValueOrDefault(command.Node) + 1;
            }
        }
    }

    private string? EndProblem()
    {
        var retried = Enumerable.Range(0, _graph.NodeCount).FirstOrDefault(node => _startedAfter.GetValueOrDefault(node) > _machine.AttemptOf(node) + 1, -1);
        var ended = _machine.CompletedCount + _machine.FailedCount + _machine.CancelledCount;
        return retried >= 0 ? $"node {retried} was queued {_startedAfter[retried]} times for {_machine.AttemptOf(retried)} attempts"
            : _machine.Status == Status.Completed && ended != _graph.NodeCount ? "completed with open nodes"
            : null;
    }

    private static TransportGraph Draw(Random random, int nodes)
    {
        var sketch = new GraphSketch();
        for (var node = 0; node < nodes; node++)
        {
            var parents = node == 0 ? [] : Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(node)).ToArray();
            var kind = random.Next(10);
            _ = kind switch
            {
                0 => sketch.Parameter([1]),
                1 => sketch.Sublattice("sublattice", parents),
                _ => sketch.Task("task", parents),
            };
            if (node > 1 && kind > 0 && random.Next(5) == 0)
            {
                sketch.Wait(node, random.Next(node));
            }
        }

        return sketch.Build();
    }
}
