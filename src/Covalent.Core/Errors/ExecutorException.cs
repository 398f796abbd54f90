namespace Covalent;

/// <summary>A back end refused a task, was unreachable, or lost a job.</summary>
public class ExecutorException : CovalentException
{
    /// <summary>Creates the exception with a message that names the executor, the reason and the next step.</summary>
    public ExecutorException(string message, bool isTransient = false, Exception? innerException = null)
        : base(message, innerException) => IsTransient = isTransient;

    /// <inheritdoc />
    public override bool IsTransient { get; }
}
