namespace Covalent.Engine.State;

/// <content>What must hold after every event; asserted by tests after each step of random event orders.</content>
internal sealed partial class DispatchMachine
{
    /// <summary>Problems with the state; none when all is well. Linear in nodes and edges.</summary>
    public IEnumerable<string> Violations()
    {
        var counts = new int[(int)NodePhase.Cancelled + 1];
        foreach (var phase in _phase)
        {
            counts[(int)phase]++;
        }

        if (counts[(int)NodePhase.Completed] != CompletedCount || counts[(int)NodePhase.Failed] != FailedCount || counts[(int)NodePhase.Cancelled] != CancelledCount)
        {
            yield return $"counters {CompletedCount}/{FailedCount}/{CancelledCount} differ from the nodes";
        }

        if (_phase.Count(phase => phase.IsActive()) != ActiveCount || _phase.Count(phase => phase.IsInFlight()) != InFlightCount)
        {
            yield return $"{ActiveCount} active and {InFlightCount} in flight differ from the nodes";
        }

        if (Status.IsTerminal() && ActiveCount > 0)
        {
            yield return $"the dispatch is {Status.ToWord()} with {ActiveCount} active nodes";
        }

        if (Status == Status.Running && ActiveCount == 0)
        {
            yield return "the dispatch runs and nothing can end it";
        }

        if (Status == Status.NewObject)
        {
            yield break;
        }

        for (var node = 0; node < _phase.Length; node++)
        {
            if (NodeViolation(node) is { } problem)
            {
                yield return $"node {node} is {_phase[node]}: {problem}";
            }
        }
    }

    private string? NodeViolation(int node)
    {
        var open = 0;
        foreach (var parent in _graph.ParentsOf(node))
        {
            open += _phase[parent] == NodePhase.Completed ? 0 : 1;
        }

        return open != _pending[node] ? $"{open} parents are open, {_pending[node]} are counted"
            : open > 0 && (_phase[node].IsActive() || _phase[node] is NodePhase.Completed or NodePhase.Failed) ? "it went ahead of a parent"
            : open == 0 && _phase[node] == NodePhase.Waiting && !_closing ? "nothing holds it back"
            : _phase[node] is NodePhase.Running && _attempt[node] == 0 ? "no attempt is counted"
            : null;
    }
}
