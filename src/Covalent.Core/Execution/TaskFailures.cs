namespace Covalent.Core.Execution;

/// <summary>Sorts what a call of user code threw, alike in-process and in workers.</summary>
internal static class TaskFailures
{
    /// <summary>Our own complaints about arguments, results and code that is not there are not the user method's fault, and a retry meets
    /// them again.</summary>
    public static FailureInfo Of(Exception exception) => exception switch
    {
        TaskRuntimeException told => told.Failure,
        VersionMismatchException => OfDelivery(exception),
        WorkflowBuildException => FailureInfo.FromUserCode(exception),
        CovalentException => FailureInfo.FromException(FailureKind.Payload, exception),
        _ => FailureInfo.FromUserCode(exception),
    };

    /// <summary>What kept a task from its worker, or its outcome from the dispatcher. Different versions are different at the next attempt, too.</summary>
    public static FailureInfo OfDelivery(Exception exception) =>
        FailureInfo.FromException(exception is VersionMismatchException ? FailureKind.Configuration : FailureKind.Executor, exception);
}
