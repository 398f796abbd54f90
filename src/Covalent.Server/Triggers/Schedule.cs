using Cronos;

namespace Covalent.Server.Triggers;

/// <summary>The moments of a time trigger. Pure.</summary>
internal sealed class Schedule
{
    private readonly TimeTrigger _trigger;
    private readonly CronExpression? _cron;
    private readonly TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <exception cref="ArgumentException">The cron expression or the time zone is not known.</exception>
    public Schedule(TimeTrigger trigger)
    {
        _trigger = trigger;
        if (trigger.Cron is not { } cron)
        {
            return;
        }

        try
        {
            _cron = CronExpression.Parse(cron, cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);
            _zone = TimeZoneInfo.FindSystemTimeZoneById(trigger.TimeZone);
        }
        catch (CronFormatException e)
        {
            throw new ArgumentException($"'{cron}' is no cron expression: {e.Message} Write minute, hour, day, month and day of week, such as '0 6 * * 1-5'.", e);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new ArgumentException($"The server knows no time zone '{trigger.TimeZone}'; use an IANA name such as Europe/Berlin, or UTC.", e);
        }
    }

    /// <summary>The first occasion of a trigger that is added, or enabled, at this moment; null when there is none.</summary>
    public DateTimeOffset? First(DateTimeOffset now)
    {
        if (_cron is not null)
        {
            return Next(now);
        }

        return _trigger.Start is not { } start ? Bounded(now + _trigger.Interval)
            : start >= now ? Bounded(start)
            : Next(now);
    }

    /// <summary>The first occasion after a moment that was one, or any moment for a schedule with a fixed grid; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_cron is not null)
        {
            var from = _trigger.Start is { } start && start > after ? start - TimeSpan.FromTicks(1) : after;
            return Bounded(_cron.GetNextOccurrence(from.ToUniversalTime(), _zone));
        }

        if (_trigger.Start is not { } grid)
        {
            return Bounded(after + _trigger.Interval);
        }

        return after < grid ? Bounded(grid) : Bounded(grid + (_trigger.Interval * (((after - grid).Ticks / _trigger.Interval.Ticks) + 1)));
    }

    /// <summary>The last occasion of a series that is not after now, and how many lie before it.</summary>
    public (DateTimeOffset Latest, long Before) Latest(DateTimeOffset due, DateTimeOffset now)
    {
        if (_cron is null)
        {
            var last = Earlier(now, _trigger.End);
            var steps = (last - due).Ticks / _trigger.Interval.Ticks;
            return (due + (_trigger.Interval * steps), steps);
        }

        var before = 0L;
        while (Next(due) is { } next && next <= now)
        {
            (due, before) = (next, before + 1);
        }

        return (due, before);
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset? b) => b < a ? b.Value : a;

    private DateTimeOffset? Bounded(DateTimeOffset? moment) => moment is { } at && (_trigger.End is not { } end || at <= end) ? at.ToUniversalTime() : null;
}
