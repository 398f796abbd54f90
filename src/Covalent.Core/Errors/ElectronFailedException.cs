namespace Covalent;

/// <summary>What one electron threw, where it ran. The inner exception of <see cref="WorkflowFailedException"/>; the exception itself stayed there.</summary>
public sealed class ElectronFailedException : CovalentException
{
    internal ElectronFailedException(NodeResult node) : base($"{node.Failure!.Type}: {node.Failure.Message}")
    {
        NodeId = node.NodeId;
        NodeName = node.Name;
        Failure = node.Failure;
    }

    /// <summary>The node.</summary>
    public int NodeId { get; }

    /// <summary>Its name.</summary>
    public string NodeName { get; }

    /// <summary>Type, message and stack trace of the exception.</summary>
    public FailureInfo Failure { get; }

    /// <summary>The stack trace on the machine where the electron ran.</summary>
    public override string StackTrace => Failure.StackTrace;

    /// <summary>The remote exception as it printed itself.</summary>
    public override string ToString() => Failure.StackTrace.Length > 0 ? Failure.StackTrace : Message;
}
