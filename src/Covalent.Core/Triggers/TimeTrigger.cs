using System.Text.Json.Nodes;
using Covalent.Core.Triggers;

namespace Covalent;

/// <summary>Fires at regular intervals, or at the times of a cron expression.</summary>
public sealed record TimeTrigger : Trigger
{
    /// <summary>Fires every so often: first at <see cref="Start"/>, or else one interval after it was added.</summary>
    /// <param name="interval">At least one second.</param>
    public TimeTrigger(TimeSpan interval) => Interval = interval;

    /// <summary>Fires at the times of a cron expression.</summary>
    /// <param name="cron">Five fields (minute, hour, day, month, day of week), six with seconds in front, or a word such as <c>@daily</c>.</param>
    /// <param name="timeZone">IANA name of the time zone it is meant in. Default: UTC.</param>
    public TimeTrigger(string cron, string timeZone = "UTC") => (Cron, TimeZone) = (cron, timeZone);

    /// <inheritdoc />
    public override string Kind => "time";

    /// <summary>Time between firings; zero for a cron trigger.</summary>
    public TimeSpan Interval { get; }

    /// <summary>The cron expression; null for an interval.</summary>
    public string? Cron { get; }

    /// <summary>Time zone of <see cref="Cron"/>. Occasions that a change to summer time leaves out or doubles fire once.</summary>
    public string TimeZone { get; } = "UTC";

    /// <summary>Not before this moment. Null: from when it was added.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Not after this moment. Null: for ever.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>What becomes of occasions that passed while no server ran. Default: <see cref="MissedFirings.Once"/>.</summary>
    public MissedFirings Missed { get; init; } = MissedFirings.Once;

    private protected override IEnumerable<string> Problems() => base.Problems().Concat(OwnProblems());

    private protected override void Write(JsonObject json)
    {
        if (Cron is null)
        {
            json["interval_seconds"] = Interval.TotalSeconds;
        }
        else
        {
            json["cron"] = Cron;
            json["time_zone"] = TimeZone;
        }

        TriggerJson.Write(json, "start", Start);
        TriggerJson.Write(json, "end", End);
#pragma warning disable CA1308 // Words of the wire form are lower case.
        json["missed"] = Missed.ToString().ToLowerInvariant();
#pragma warning restore CA1308
    }

    private IEnumerable<string> OwnProblems()
    {
        if (Cron is null && Interval < TimeSpan.FromSeconds(1))
        {
            yield return $"Interval is {Interval}; use at least one second.";
        }

        if (Cron is { } cron && string.IsNullOrWhiteSpace(cron))
        {
            yield return "Cron is empty; write five fields such as '0 6 * * 1-5'.";
        }

        if (End <= Start)
        {
            yield return $"End ({End:u}) is not after Start ({Start:u}).";
        }
    }
}

/// <summary>What a time trigger does about occasions that passed while no server ran.</summary>
public enum MissedFirings
{
    /// <summary>Nothing; it goes on with the next one.</summary>
    Skip,

    /// <summary>Fires once for all of them, then goes on.</summary>
    Once,

    /// <summary>Fires once for each, as far as <see cref="Trigger.MaxUnfinished"/> allows.</summary>
    Each,
}
