namespace Covalent.Engine.State;

/// <content>Taking up a dispatch where an earlier process or an earlier dispatch left it.</content>
internal sealed partial class DispatchMachine
{
    /// <summary>Places a node before <see cref="EventKind.Begin"/>. What is not placed waits for its parents.</summary>
    /// <param name="node">The node.</param>
    /// <param name="phase">Where it stood: terminal, dispatching, backing off, or running when its attempt outlived the process.</param>
    /// <param name="attempt">Attempts made so far.</param>
    public void Restore(int node, NodePhase phase, int attempt)
    {
        if (Status != Status.NewObject || _phase[node] != NodePhase.Waiting || phase is NodePhase.Waiting or NodePhase.Ready)
        {
            throw new IllegalTransitionException($"Node {node} cannot be restored to {phase}: it is {_phase[node]} in a dispatch that is {Status.ToWord()}.");
        }

        _attempt[node] = checked((ushort)attempt);
        Move(node, phase);
    }

    /// <summary>Remembers the attempts of a node whose last one died with its process; it becomes ready again with <see cref="EventKind.Begin"/>.</summary>
    public void RestoreAttempts(int node, int attempt) => _attempt[node] = checked((ushort)attempt);

    /// <summary>Remembers a cancel request of an earlier process, before <see cref="EventKind.Begin"/>.</summary>
    public void RestoreCancelRequest()
    {
        IsCancelRequested = true;
        _closing = true;
    }

    /// <summary>Remembers, before <see cref="EventKind.Begin"/>, that a failure already stopped a fail-fast dispatch.</summary>
    public void RestoreFailFast() => _closing |= _failFast && FailedCount > 0;
}
