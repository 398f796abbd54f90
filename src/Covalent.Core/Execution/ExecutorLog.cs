using Microsoft.Extensions.Logging;

namespace Covalent.Core.Execution;

/// <summary>Log messages of executors' base classes. Event ids 3000–3099.</summary>
internal static partial class ExecutorLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "Teardown of executor {Executor} for node {NodeId} of dispatch {DispatchId} failed")]
    public static partial void TeardownFailed(ILogger logger, string executor, string dispatchId, int nodeId, Exception exception);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "Cancelling node {NodeId} of dispatch {DispatchId} failed in executor {Executor}")]
    public static partial void CancelFailed(ILogger logger, string executor, string dispatchId, int nodeId, Exception exception);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "The log files of executor {Executor} for node {NodeId} of dispatch {DispatchId} could not be written")]
    public static partial void OutputLogFailed(ILogger logger, string executor, string dispatchId, int nodeId, Exception exception);

    [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, Message = "Executor {Executor} failed at {What} and tries again in {Pause}")]
    public static partial void TryAgain(ILogger logger, string executor, string what, TimeSpan pause, Exception exception);

    [LoggerMessage(EventId = 3011, Level = LogLevel.Warning, Message = "Executor {Executor} got no answer about {Jobs} jobs; they are asked for again")]
    public static partial void PollFailed(ILogger logger, string executor, int jobs, Exception exception);

    [LoggerMessage(EventId = 3012, Level = LogLevel.Warning, Message = "Executor {Executor} was closed while calls to its back end were still under way")]
    public static partial void ClosedWithCallsUnderWay(ILogger logger, string executor);
}
