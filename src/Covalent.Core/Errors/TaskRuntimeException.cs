namespace Covalent;

/// <summary>The task itself failed, as opposed to the executor: thrown by executors, it marks the node FAILED and keeps its output.</summary>
public class TaskRuntimeException : CovalentException
{
    /// <summary>Creates the exception from a message.</summary>
    public TaskRuntimeException(string message, Exception? innerException = null) : base(message, innerException) =>
        Failure = FailureInfo.FromUserCode(innerException ?? this);

    /// <summary>Creates the exception from the failure a worker reported.</summary>
    public TaskRuntimeException(FailureInfo failure) : base((failure ?? throw new ArgumentNullException(nameof(failure))).Message) => Failure = failure;

    /// <summary>What failed, with the full stack trace of where it ran.</summary>
    public FailureInfo Failure { get; }

    /// <summary>The whole outcome, when a worker reported it.</summary>
    internal Core.Execution.TaskOutcome? Outcome { get; init; }
}
