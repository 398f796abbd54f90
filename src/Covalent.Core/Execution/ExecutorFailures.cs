namespace Covalent.Core.Execution;

/// <summary>Sorts what an executor threw.</summary>
internal static class ExecutorFailures
{
    /// <summary>An error that says of itself that a retry cannot help is one of configuration, so that no retry policy repeats it: wrong
    /// credentials tried again and again lock accounts.</summary>
    public static FailureInfo Of(Exception exception) => FailureInfo.FromException(
        exception is ExecutorException { IsTransient: false } ? FailureKind.Configuration : FailureKind.Executor, exception);
}
