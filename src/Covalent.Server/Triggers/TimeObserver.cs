using System.Globalization;
using Covalent.Engine.Storage;

namespace Covalent.Server.Triggers;

/// <summary>Waits for the moments of a schedule.</summary>
internal sealed class TimeObserver(Schedule schedule, TimeTrigger trigger, TimeProvider clock) : TriggerObserver
{
    // The clock is looked at this often, so that a jump of it is noticed.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    /// <summary>An occasion this late passed while nobody looked.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);

    public override bool MaySkip => true;

    public override TriggerRecord Begin(TriggerRecord record) => record with { NextAt = Ticks(schedule.First(clock.GetUtcNow())) };

    public override async ValueTask<Occasion?> NextAsync(TriggerRecord record, CancellationToken cancellationToken)
    {
        while (record.NextAt != 0)
        {
            var (now, due) = (clock.GetUtcNow(), new DateTimeOffset(record.NextAt, TimeSpan.Zero));
            if (due <= now)
            {
                return Due(due, now);
            }

            if (IsFurtherThanAnInterval(due, now))
            {
                // The clock was set back; an occasion every minute is not to wait for the hour it was set back by.
                record = record with { NextAt = (now + trigger.Interval).UtcTicks };
                continue;
            }

            await Task.Delay(due - now < LongestSleep ? due - now : LongestSleep, clock, cancellationToken);
        }

        return null;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool IsFurtherThanAnInterval(DateTimeOffset due, DateTimeOffset now) => trigger is { Cron: null, Start: null } && due - now > trigger.Interval;

    private Occasion Due(DateTimeOffset due, DateTimeOffset now)
    {
        var (latest, before) = schedule.Latest(due, now);
        var isLate = now - due > Lateness;
        return trigger.Missed switch
        {
            MissedFirings.Each => At(due, 0, fires: true),
            MissedFirings.Skip when isLate => now - latest > Lateness ? At(latest, before + 1, fires: false) : At(latest, before, fires: true),
            _ => At(latest, before, fires: true),
        };
    }

    private Occasion At(DateTimeOffset moment, long passed, bool fires) =>
        new(moment.UtcTicks.ToString(CultureInfo.InvariantCulture), "", Ticks(schedule.Next(moment)), passed, fires);

    private static long Ticks(DateTimeOffset? moment) => moment?.UtcTicks ?? 0;
}
