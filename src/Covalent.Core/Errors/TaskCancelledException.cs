namespace Covalent;

/// <summary>The task was stopped because its cancellation was requested: thrown by executors, it marks the node CANCELLED.</summary>
public class TaskCancelledException : CovalentException
{
    /// <summary>Creates the exception.</summary>
    public TaskCancelledException(string message = "The task was cancelled.") : base(message)
    {
    }
}
