using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Remote;

internal static partial class RemoteLog
{
    [LoggerMessage(EventId = 4201, Level = LogLevel.Information, Message = "Bundle {Bundle} is complete on {Destination}: {Files} file(s), {Bytes} bytes sent")]
    public static partial void BundleSent(ILogger logger, string bundle, string destination, int files, long bytes);

    [LoggerMessage(EventId = 4202, Level = LogLevel.Warning, Message = "Sending bundle {Bundle} to {Destination} goes on where it stopped: {Reason}")]
    public static partial void SendingOn(ILogger logger, string bundle, string destination, string reason);
}
