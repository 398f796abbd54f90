using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Remote;

internal static partial class RemoteLog
{
    [LoggerMessage(EventId = 4201, Level = LogLevel.Information, Message = "Bundle {Bundle} is complete on {Destination}: {Files} file(s), {Bytes} bytes sent")]
    public static partial void BundleSent(ILogger logger, string bundle, string destination, int files, long bytes);

    [LoggerMessage(EventId = 4202, Level = LogLevel.Warning, Message = "Sending bundle {Bundle} to {Destination} goes on where it stopped: {Reason}")]
    public static partial void SendingOn(ILogger logger, string bundle, string destination, string reason);

    [LoggerMessage(EventId = 4203, Level = LogLevel.Debug, Message = "{Host} is {HostName}: {Platform}, {Processors} processor(s), {Dotnet}")]
    public static partial void Found(ILogger logger, string host, string hostName, string platform, int processors, string dotnet);

    [LoggerMessage(EventId = 4204, Level = LogLevel.Warning, Message = "{Host} cannot be reached, its jobs are as they were last seen: {Reason}")]
    public static partial void Unreachable(ILogger logger, string host, string reason);

    [LoggerMessage(EventId = 4206, Level = LogLevel.Warning, Message = "{Host} has something of ours and cannot be reached; it is tried again for {Patience} (host_patience): {Reason}")]
    public static partial void Waiting(ILogger logger, string host, TimeSpan patience, string reason);

    [LoggerMessage(EventId = 4205, Level = LogLevel.Warning, Message = "The store on {Host} could not be pruned: {Reason}")]
    public static partial void NotPruned(ILogger logger, string host, string reason);
}
