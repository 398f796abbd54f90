using Microsoft.Extensions.Logging;

namespace Covalent.Core.Execution;

/// <summary>Log messages of executor discovery. Event ids 3020–3029.</summary>
internal static partial class RegistryLog
{
    [LoggerMessage(EventId = 3020, Level = LogLevel.Warning, Message = "Executors from {Origin} are left out: {Reason}")]
    public static partial void PluginSkipped(ILogger logger, string origin, string reason, Exception? exception);

    [LoggerMessage(EventId = 3021, Level = LogLevel.Warning, Message = "Executor '{Name}' from {Origin} is left out, because {First} has the same name")]
    public static partial void NameTaken(ILogger logger, string name, string origin, string first);
}
