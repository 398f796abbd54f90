using Microsoft.Extensions.Logging;

namespace Covalent.Engine.Diagnostics;

/// <summary>What the engine tells its operators. Event ids 2000 to 2999.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Debug, Message = "Dispatch {DispatchId} ended as {Status}")]
    public static partial void DispatchEnded(ILogger logger, string dispatchId, Status status);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "Dispatch {DispatchId} was given up because the engine failed over it")]
    public static partial void DispatchAborted(ILogger logger, string dispatchId, Exception exception);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "Event {Event} was refused by dispatch {DispatchId}, which is {Status}")]
    public static partial void EventRefused(ILogger logger, string dispatchId, string @event, Status status);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "Executor could not be asked to stop node {NodeId} of dispatch {DispatchId}")]
    public static partial void StopFailed(ILogger logger, string dispatchId, int nodeId, Exception exception);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Warning, Message = "Cancel request for dispatch {DispatchId} was refused: {Reason}")]
    public static partial void CancelRequestRefused(ILogger logger, string dispatchId, string reason);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "Commit was refused at try {Try}: {Reason}")]
    public static partial void CommitRetried(ILogger logger, int @try, string reason);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Critical, Message = "The engine stops because a step could not be made durable")]
    public static partial void Halted(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2201, Level = LogLevel.Information, Message = "Dispatch {DispatchId} of a {How} engine (process {ProcessId} on {Host}) goes on here")]
    public static partial void Adopted(ILogger logger, string dispatchId, string how, int processId, string host);

    [LoggerMessage(EventId = 2203, Level = LogLevel.Error, Message = "{Work} failed in the background; it is tried again when the dispatcher opens next")]
    public static partial void BackgroundWorkFailed(ILogger logger, string work, Exception exception);

    [LoggerMessage(EventId = 2202, Level = LogLevel.Warning, Message = "Dispatch {DispatchId} cannot go on in this process: its code belongs to another application")]
    public static partial void NotAdopted(ILogger logger, string dispatchId);
}
