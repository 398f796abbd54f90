using Covalent.Cli.Interaction;
using Covalent.Core.Triggers;

namespace Covalent.Cli.Commands.Triggers;

/// <summary>Triggers in words.</summary>
internal static class TriggerText
{
    private const int Longest = 40;

    /// <summary>When it fires, in a few words.</summary>
    public static string Of(Trigger trigger)
    {
        var what = trigger switch
        {
            TimeTrigger { Cron: { } cron } time => $"at {cron} {time.TimeZone}",
            TimeTrigger time => $"every {TimeText.Duration(time.Interval)}",
            DirTrigger dir => $"{string.Join(", ", DirEventWords.Of(dir.Events))} in {Path.Combine(dir.Path, dir.Pattern)}",
            DatabaseTrigger database => $"rows of {database.Query}",
            WebhookTrigger => "when called",
            _ => trigger.Kind,
        };
        return Printable.Line(trigger.Name is { } name ? $"{name}: {what}" : what, Longest);
    }

    public static Cell StateOf(TriggerSnapshot trigger) => trigger switch
    {
        { IsEnabled: false } => new Cell("stopped", "grey"),
        { LastError: not null } => new Cell("cannot watch", "red"),
        { Trigger: TimeTrigger, NextAt: null } => new Cell("over", "grey"),
        _ => new Cell("watching", "green"),
    };
}
