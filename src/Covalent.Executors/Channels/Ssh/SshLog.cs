using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Channels.Ssh;

internal static partial class SshLog
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Debug, Message = "Connected to {Destination}")]
    public static partial void Connected(ILogger logger, string destination);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "Attempt {Attempt} of {Attempts} to connect to {Destination} failed, next in {Pause}: {Reason}")]
    public static partial void Retrying(ILogger logger, string destination, int attempt, int attempts, TimeSpan pause, string reason);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Information, Message = "Link to {Destination} lost, running the command again: {Reason}")]
    public static partial void Repeating(ILogger logger, string destination, string reason);
}
