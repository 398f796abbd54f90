using System.Text.Json;
using Covalent.Cli.Interaction;
using Covalent.Core.Triggers;

namespace Covalent.Cli.Commands.Triggers;

/// <summary>One trigger, for people and for programs.</summary>
internal static class TriggerReport
{
    public static Task WriteAsync(CommandHost host, TriggerSnapshot trigger, bool asJson) =>
        asJson ? Json.WriteAsync(host.Terminal, json => Write(json, trigger)) : Facts(host, trigger).WriteToAsync(host.Terminal);

    public static void Write(Utf8JsonWriter json, TriggerSnapshot trigger)
    {
        json.WriteStartObject();
        json.WriteString("triggerId", trigger.TriggerId);
        json.WriteString("dispatchId", trigger.DispatchId);
        json.WriteBoolean("enabled", trigger.IsEnabled);
        json.WriteMoment("createdAt", trigger.CreatedAt);
        json.WriteMoment("nextAt", trigger.NextAt);
        json.WriteNumber("fired", trigger.Fired);
        json.WriteNumber("skipped", trigger.Skipped);
        json.WriteMoment("lastFiredAt", trigger.LastFiredAt);
        json.WriteString("lastDispatchId", trigger.LastDispatchId);
        json.WriteString("lastError", trigger.LastError);
        json.WritePropertyName("trigger");
        json.WriteRawValue(trigger.Trigger.ToJson());
        json.WriteEndObject();
    }

    private static FactList Facts(CommandHost host, TriggerSnapshot trigger)
    {
        var facts = new FactList();
        facts.Add("Trigger", trigger.TriggerId);
        facts.Add("Name", trigger.Trigger.Name ?? "");
        facts.Add("Dispatch", trigger.DispatchId);
        facts.Add("State", TriggerText.StateOf(trigger));
        AddTerms(facts, trigger.Trigger, host.Clock);
        facts.Add("Called by", trigger.Trigger is WebhookTrigger ? $"POST /api/v1/triggers/{trigger.TriggerId}/fire at the server, or 'covalent triggers fire'" : "");
        facts.Add("Next", TimeText.Moment(trigger.NextAt, host.Clock));
        facts.Add("Fired", $"{trigger.Fired}");
        facts.Add("Skipped", trigger.Skipped == 0 ? "" : $"{trigger.Skipped}");
        facts.Add("Last fired", TimeText.Moment(trigger.LastFiredAt, host.Clock));
        facts.Add("Last dispatch", trigger.LastDispatchId ?? "");
        facts.Add("Error", trigger.LastError is { } error ? new Cell(error, "red") : "");
        return facts;
    }

    private static void AddTerms(FactList facts, Trigger trigger, TimeProvider clock)
    {
        facts.Add("Kind", trigger.Kind == "dir" ? "directory" : trigger.Kind);
        switch (trigger)
        {
            case TimeTrigger time:
                facts.Add("At", time.Cron is { } cron ? $"{cron} ({time.TimeZone})" : "");
                facts.Add("Every", time.Cron is null ? TimeText.Duration(time.Interval) : "");
                facts.Add("From", TimeText.Moment(time.Start, clock));
                facts.Add("Until", TimeText.Moment(time.End, clock));
                facts.Add("Missed", time.Missed.ToString().ToLowerInvariant());
                break;
            case DirTrigger dir:
                facts.Add("Directory", dir.Path + (dir.Recursive ? " and below" : ""));
                facts.Add("Files", dir.Pattern);
                facts.Add("Events", string.Join(", ", DirEventWords.Of(dir.Events)));
                facts.Add("Batch", $"{dir.BatchSize}");
                break;
            case DatabaseTrigger database:
                facts.Add("Database", database.Database);
                facts.Add("Query", database.Query);
                facts.Add("Asked every", TimeText.Duration(database.PollInterval));
                facts.Add("After", database.AfterCount == 1 ? "" : $"{database.AfterCount} answers with rows");
                facts.Add("Unchanged", database.EvenUnchanged ? "fires too" : "");
                break;
        }

        facts.Add("At most", $"{trigger.MaxUnfinished} unfinished");
    }
}
