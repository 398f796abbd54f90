namespace Covalent.Server.Triggers;

/// <summary>What triggers tell the server's operators. Event ids 4300 to 4349.</summary>
internal static partial class TriggerLog
{
    [LoggerMessage(EventId = 4300, Level = LogLevel.Information, Message = "Trigger {TriggerId} fired; dispatch {DispatchId} runs")]
    public static partial void Fired(ILogger logger, string triggerId, string dispatchId);

    [LoggerMessage(EventId = 4301, Level = LogLevel.Warning, Message = "Trigger {TriggerId} skips an occasion because {Most} of its dispatches are unfinished")]
    public static partial void Skipped(ILogger logger, string triggerId, int most);

    [LoggerMessage(EventId = 4302, Level = LogLevel.Warning, Message = "Trigger {TriggerId} cannot watch or fire: {Reason}")]
    public static partial void Failed(ILogger logger, string triggerId, string reason);
}
