using Microsoft.Extensions.Logging;

namespace Covalent.Core.Execution;

/// <summary>Log messages of executors' base classes. Event ids 3000–3099.</summary>
internal static partial class ExecutorLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "Teardown of executor {Executor} for node {NodeId} of dispatch {DispatchId} failed")]
    public static partial void TeardownFailed(ILogger logger, string executor, string dispatchId, int nodeId, Exception exception);
}
