using Covalent.Engine.State;

namespace Covalent.Engine.Tests.State;

/// <summary>A strict machine with what it answered.</summary>
internal sealed class MachineRig(TransportGraph graph, bool failFast = false)
{
    private readonly List<MachineCommand> _commands = [];

    public DispatchMachine Machine { get; } = new(graph, failFast, strict: true);

    public MachineRig Begin() => Apply(MachineEvent.Begin);

    public MachineRig Apply(in MachineEvent e)
    {
        Machine.Apply(e, _commands);
        Assert.Empty(Machine.Violations());
        return this;
    }

    public MachineRig Start(params int[] nodes)
    {
        foreach (var node in nodes)
        {
            Apply(MachineEvent.AttemptStarted(node));
        }

        return this;
    }

    public MachineRig Run(params int[] nodes)
    {
        foreach (var node in nodes)
        {
            Start(node).Apply(MachineEvent.AttemptCompleted(node));
        }

        return this;
    }

    public MachineRig Fail(int node, bool mayRetry = false) => Start(node).Apply(MachineEvent.AttemptFailed(node, mayRetry));

    /// <summary>Everything answered since the last call.</summary>
    public IReadOnlyList<MachineCommand> Take()
    {
        MachineCommand[] taken = [.. _commands];
        _commands.Clear();
        return taken;
    }

    /// <summary>Nodes that became ready since the last call.</summary>
    public int[] TakeReady() => [.. Take().Where(command => command.Kind == CommandKind.Enqueue).Select(command => command.Node)];
}
