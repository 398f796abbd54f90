namespace Covalent;

/// <summary>A workflow was written in a way that cannot be recorded or cannot travel. Thrown while the graph is built,
/// before anything is registered; the message says what to write instead.</summary>
public sealed class WorkflowBuildException : CovalentException
{
    /// <summary>Creates the exception with a message that names the expression, the reason and the remedy.</summary>
    public WorkflowBuildException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public WorkflowBuildException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
