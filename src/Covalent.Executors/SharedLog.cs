using Microsoft.Extensions.Logging;

namespace Covalent.Executors;

internal static partial class SharedLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "{Notice}")]
    public static partial void Notice(ILogger logger, string notice);
}
