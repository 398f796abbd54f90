namespace Covalent.Server.Api;

/// <summary>What the server tells its operators. Event ids 5000 to 5999.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Server {Version} serves {DataFolder} on {Address}")]
    public static partial void Started(ILogger logger, string version, string dataFolder, string address);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Information, Message = "Server stopped in good order")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Warning, Message = "Port {Wanted} is in use; {Taken} is used instead")]
    public static partial void OtherPort(ILogger logger, int wanted, int taken);

    [LoggerMessage(EventId = 5004, Level = LogLevel.Information, Message = "{Count} dispatches of an earlier server go on")]
    public static partial void Resumed(ILogger logger, int count);

    [LoggerMessage(EventId = 5005, Level = LogLevel.Error, Message = "Going on with earlier dispatches failed; it is tried again")]
    public static partial void ResumeFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5006, Level = LogLevel.Critical, Message = "The engine has stopped and is opened again")]
    public static partial void EngineStopped(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5101, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(EventId = 5102, Level = LogLevel.Information, Message = "Dispatch {DispatchId} was taken from {Who}: {Nodes} nodes")]
    public static partial void Taken(ILogger logger, string dispatchId, string who, int nodes);

    [LoggerMessage(EventId = 5007, Level = LogLevel.Warning, Message = "{Count} spans were not taken by {Receiver} ({Reason}); they and those that follow are lost until it answers again")]
    public static partial void SpansNotTaken(ILogger logger, int count, Uri receiver, string reason);

    [LoggerMessage(EventId = 5008, Level = LogLevel.Warning, Message = "The clock was set by {Jump}, or the machine slept; old dispatches, bundles and uploads are cleared out at the next turn only")]
    public static partial void ClockWasSet(ILogger logger, TimeSpan jump);

    [LoggerMessage(EventId = 5009, Level = LogLevel.Warning, Message = "Not everything ended within {Seconds} seconds, so the process ends as after a kill; the next start goes on")]
    public static partial void StopCutShort(ILogger logger, double seconds);

    [LoggerMessage(EventId = 5103, Level = LogLevel.Error, Message = "{Work} failed; it is tried again at the next turn")]
    public static partial void ChoreFailed(ILogger logger, string work, Exception exception);
}
