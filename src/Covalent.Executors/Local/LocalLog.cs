using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Local;

/// <summary>Log messages of the local executor. Event ids 3100–3199.</summary>
internal static partial class LocalLog
{
    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "The log files of node {NodeId} of dispatch {DispatchId} could not be written")]
    public static partial void OutputLogFailed(ILogger logger, string dispatchId, int nodeId, Exception exception);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "A worker process died ({Exit}); node {NodeId} of dispatch {DispatchId} was running in it, {Requeued} tasks waiting behind it go to other workers")]
    public static partial void WorkerDied(ILogger logger, string exit, string dispatchId, int nodeId, int requeued);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Error, Message = "A worker process could not be started for bundle {BundleId}")]
    public static partial void WorkerDidNotStart(ILogger logger, string bundleId, Exception exception);

    [LoggerMessage(EventId = 3104, Level = LogLevel.Error, Message = "A worker process sent nonsense and was ended")]
    public static partial void WorkerNotUnderstood(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3105, Level = LogLevel.Debug, Message = "Worker process {ProcessId} is ready for bundle {BundleId}")]
    public static partial void WorkerReady(ILogger logger, int processId, string bundleId);
}
