using System.CommandLine;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Triggers;

/// <summary><c>covalent triggers add</c>: attaches a trigger to a dispatch.</summary>
internal static class TriggerAddCommand
{
    public static Command Create(CommandHost host) => new VerbCommand(
        "add",
        "Attach a trigger to a dispatch; each time it fires, the dispatch runs again.",
        "triggers add time 019a1b2c --every 10m",
        "triggers add directory 019a1b2c /data/in --pattern '*.csv'",
        "triggers add database 019a1b2c /data/lab.db 'SELECT id FROM runs WHERE ready'",
        "triggers add webhook 019a1b2c --name nightly")
    {
        Time(host), Folder(host), Database(host), Webhook(host),
    };

    private static VerbCommand Time(CommandHost host)
    {
        var every = DurationOption.Create("--every", "Time between two firings, such as 90s, 10m or 1d.");
        var cron = new Option<string?>("--cron") { Description = "Cron expression: five fields, six with seconds, or a word such as @daily.", HelpName = "TEXT" };
        var zone = new Option<string>("--time-zone") { Description = "Time zone of --cron.", DefaultValueFactory = static _ => "UTC", HelpName = "NAME" };
        var start = new Option<DateTimeOffset?>("--from") { Description = "Not before this moment, such as 2026-12-01T06:00Z.", HelpName = "TIME" };
        var end = new Option<DateTimeOffset?>("--until") { Description = "Not after this moment.", HelpName = "TIME" };
        var missed = new Option<MissedFirings?>("--missed") { Description = "What becomes of times that pass while no server runs: skip, once (default) or each.", HelpName = "HOW" };
        var command = new VerbCommand("time", "Fires at intervals, or at the times of a cron expression.", "triggers add time 019a1b2c --every 10m", "triggers add time 019a1b2c --cron '0 6 * * 1-5' --time-zone Europe/Berlin");
        command.Validators.Add(result =>
        {
            if ((result.GetResult(every) is null) == (result.GetResult(cron) is null))
            {
                result.AddError("Say when it fires: either --every, such as --every 10m, or --cron, such as --cron '0 6 * * 1-5'.");
            }
        });
        return TriggerAddition.Complete(command, host, [every, cron, zone, start, end, missed], parsed =>
            (parsed.GetValue(cron) is { } expression ? new TimeTrigger(expression, parsed.GetValue(zone)!) : new TimeTrigger(parsed.GetValue(every)!.Value)) with
            {
                Start = parsed.GetValue(start),
                End = parsed.GetValue(end),
                Missed = parsed.GetValue(missed) ?? MissedFirings.Once,
            });
    }

    private static VerbCommand Folder(CommandHost host)
    {
        var path = new Argument<string>("PATH") { Description = "Folder on the server's machine." };
        var events = new Option<DirEvents[]>("--events") { Description = "Which events count: created (default), modified, deleted, moved.", HelpName = "EVENT", AllowMultipleArgumentsPerToken = true };
        var batch = new Option<int>("--batch") { Description = "Fire when so many events have come together.", DefaultValueFactory = static _ => 1, HelpName = "N" };
        var pattern = new Option<string>("--pattern") { Description = "Names that count.", DefaultValueFactory = static _ => "*", HelpName = "GLOB" };
        var recursive = new Option<bool>("--recursive") { Description = "Folders below too." };
        var poll = DurationOption.Create("--poll", "Longest time between two looks; without it 1s.");
        batch.Between(1, 10_000);
        var command = new VerbCommand("directory", "Fires when files in a folder appear, change, go or move.", "triggers add directory 019a1b2c /data/in", "triggers add directory 019a1b2c /data/in --events created modified --batch 10") { Aliases = { "dir" } };
        return TriggerAddition.Complete(command, host, [path, events, batch, pattern, recursive, poll], parsed => new DirTrigger(parsed.GetRequiredValue(path))
        {
            Events = parsed.GetValue(events) is { Length: > 0 } some ? some.Aggregate((all, one) => all | one) : DirEvents.Created,
            BatchSize = parsed.GetValue(batch),
            Pattern = parsed.GetValue(pattern)!,
            Recursive = parsed.GetValue(recursive),
            PollInterval = parsed.GetValue(poll) ?? TimeSpan.FromSeconds(1),
        });
    }

    private static VerbCommand Database(CommandHost host)
    {
        var database = new Argument<string>("DATABASE") { Description = "SQLite file on the server's machine, a PostgreSQL address without password, or env:NAME of one." };
        var query = new Argument<string>("QUERY") { Description = "One SELECT statement." };
        var poll = DurationOption.Create("--poll", "Time between two questions; without it 1s.");
        var after = new Option<int>("--after") { Description = "Fire when it has answered with rows so many times running.", DefaultValueFactory = static _ => 1, HelpName = "N" };
        var unchanged = new Option<bool>("--even-unchanged") { Description = "Fire whenever there are rows, even the same as before." };
        after.Between(1, 1_000_000);
        var command = new VerbCommand("database", "Fires when a query answers with rows that it did not answer with before.", "triggers add database 019a1b2c env:LAB_DATABASE 'SELECT id FROM runs WHERE ready' --poll 30s");
        return TriggerAddition.Complete(command, host, [database, query, poll, after, unchanged], parsed => new DatabaseTrigger(parsed.GetRequiredValue(database), parsed.GetRequiredValue(query))
        {
            PollInterval = parsed.GetValue(poll) ?? TimeSpan.FromSeconds(1),
            AfterCount = parsed.GetValue(after),
            EvenUnchanged = parsed.GetValue(unchanged),
        });
    }

    private static VerbCommand Webhook(CommandHost host)
    {
        var secret = new Option<string?>("--secret") { Description = "Where the server finds the secret that calls must be signed with, as env:NAME or file:PATH.", HelpName = "PLACE" };
        return TriggerAddition.Complete(
            new VerbCommand("webhook", "Fires when somebody calls it: 'covalent triggers fire', or POST /api/v1/triggers/TRIGGER/fire.", "triggers add webhook 019a1b2c --name nightly"),
            host,
            [secret],
            parsed => new WebhookTrigger { Secret = parsed.GetValue(secret) });
    }
}
