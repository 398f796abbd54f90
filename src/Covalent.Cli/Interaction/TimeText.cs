using System.Globalization;

namespace Covalent.Cli.Interaction;

/// <summary>Times as people read them: local, durations with the unit that fits.</summary>
internal static class TimeText
{
    public static string Moment(DateTimeOffset? moment, TimeProvider clock) =>
        moment is { } at ? TimeZoneInfo.ConvertTime(at, clock.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";

    /// <summary>From start to end, or to now while it runs; empty before the start.</summary>
    public static string Span(DateTimeOffset? start, DateTimeOffset? end, TimeProvider clock) =>
        start is { } from ? Duration((end ?? clock.GetUtcNow()) - from) : "";

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => $"{Math.Max(0, time.TotalMilliseconds):0} ms",
        { TotalMinutes: < 1 } => $"{time.TotalSeconds:0.0} s",
        { TotalHours: < 1 } => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        { TotalDays: < 1 } => $"{(int)time.TotalHours} h {time.Minutes} min",
        _ => $"{(int)time.TotalDays} d {time.Hours} h",
    };

    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{bytes / 1024.0:0.0} KiB",
        < 1024L * 1024 * 1024 => $"{bytes / (1024.0 * 1024):0.0} MiB",
        _ => $"{bytes / (1024.0 * 1024 * 1024):0.0} GiB",
    };
}
