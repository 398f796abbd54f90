using System.Globalization;
using System.Text.Json.Nodes;

namespace Covalent.Core.Triggers;

/// <summary>Reads triggers from JSON.</summary>
internal static class TriggerJson
{
    public static Trigger Read(JsonObject json)
    {
        Trigger trigger = Text(json, "kind") switch
        {
            "time" => ReadTime(json),
            "dir" => ReadDir(json),
            "database" => new DatabaseTrigger(Text(json, "database") ?? "", Text(json, "query") ?? "")
            {
                PollInterval = Seconds(json, "poll_seconds", 1),
                AfterCount = Int(json, "after_count", 1),
                EvenUnchanged = Flag(json, "even_unchanged"),
            },
            "webhook" => new WebhookTrigger { Secret = Text(json, "secret") },
            "custom" => new ExternalTrigger(Text(json, "type") ?? ""),
            var kind => throw new FormatException($"'{kind}' is no kind of trigger; use time, dir, database, webhook or custom"),
        };
        return trigger with { Name = Text(json, "name"), IsEnabled = Flag(json, "enabled", true), MaxUnfinished = Int(json, "max_unfinished", 10) };
    }

    public static void Write(JsonObject json, string name, DateTimeOffset? moment)
    {
        if (moment is { } at)
        {
            json[name] = at.ToString("O", CultureInfo.InvariantCulture);
        }
    }

    private static TimeTrigger ReadTime(JsonObject json)
    {
        var trigger = Text(json, "cron") is { } cron ? new TimeTrigger(cron, Text(json, "time_zone") ?? "UTC") : new TimeTrigger(Seconds(json, "interval_seconds", 0));
        return trigger with
        {
            Start = Moment(json, "start"),
            End = Moment(json, "end"),
            Missed = Text(json, "missed") is not { } missed ? MissedFirings.Once
                : Enum.TryParse<MissedFirings>(missed, ignoreCase: true, out var policy) && Enum.IsDefined(policy) ? policy
                : throw new FormatException($"'{missed}' is no way to treat missed firings; use skip, once or each"),
        };
    }

    private static DirTrigger ReadDir(JsonObject json) => new(Text(json, "path") ?? "")
    {
        Events = json["events"] is JsonArray words ? DirEventWords.Read(words.Select(word => word?.GetValue<string>() ?? "")) : DirEvents.Created,
        BatchSize = Int(json, "batch_size", 1),
        Recursive = Flag(json, "recursive"),
        Pattern = Text(json, "pattern") ?? "*",
        PollInterval = Seconds(json, "poll_seconds", 1),
    };

    private static string? Text(JsonObject json, string name) => json[name]?.GetValue<string>();

    private static int Int(JsonObject json, string name, int otherwise) => json[name]?.GetValue<int>() ?? otherwise;

    private static bool Flag(JsonObject json, string name, bool otherwise = false) => json[name]?.GetValue<bool>() ?? otherwise;

    private static TimeSpan Seconds(JsonObject json, string name, double otherwise) => TimeSpan.FromSeconds(json[name]?.GetValue<double>() ?? otherwise);

    private static DateTimeOffset? Moment(JsonObject json, string name) =>
        Text(json, name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
}
