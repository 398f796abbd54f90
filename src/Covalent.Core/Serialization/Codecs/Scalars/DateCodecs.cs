using System.Globalization;

namespace Covalent.Core.Serialization;

/// <summary>Ticks and kind as they are: a local time keeps its clock reading, also where the zone is another.</summary>
internal sealed class DateTimeCodec() : ScalarCodec<DateTime>("datetime")
{
    private const int KindShift = 62;
    private const ulong TicksMask = (1UL << KindShift) - 1;

    internal override int SmallestSize => 8;

    internal override void Preview(PreviewText text, DateTime value) => text.Formatted(value, "O");

    internal override string ToText(DateTime value) => value.ToString("O", CultureInfo.InvariantCulture);

    internal override bool TryParse(string text, out DateTime value) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value);

    internal override void Write(ref WireWriter writer, DateTime value) => writer.Raw((ulong)value.Ticks | ((ulong)value.Kind << KindShift));

    internal override DateTime Read(ref WireReader reader)
    {
        var bits = reader.Raw<ulong>();
        var ticks = bits & TicksMask;
        var kind = (DateTimeKind)(bits >> KindShift);
        return ticks <= (ulong)DateTime.MaxValue.Ticks && kind <= DateTimeKind.Local
            ? new DateTime((long)ticks, kind)
            : throw WireReader.Damaged("a date is out of range");
    }
}

internal sealed class DateTimeOffsetCodec() : ScalarCodec<DateTimeOffset>("datetimeoffset")
{
    internal override int SmallestSize => 10;

    internal override void Preview(PreviewText text, DateTimeOffset value) => text.Formatted(value, "O");

    internal override string ToText(DateTimeOffset value) => value.ToString("O", CultureInfo.InvariantCulture);

    internal override bool TryParse(string text, out DateTimeOffset value) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);

    internal override void Write(ref WireWriter writer, DateTimeOffset value)
    {
        writer.Raw(value.Ticks);
        writer.Raw((short)value.TotalOffsetMinutes);
    }

    internal override DateTimeOffset Read(ref WireReader reader)
    {
        var ticks = reader.Raw<long>();
        var minutes = reader.Raw<short>();
        var utc = unchecked(ticks - (minutes * TimeSpan.TicksPerMinute));
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks && minutes is >= -840 and <= 840 && utc >= 0 && utc <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes))
            : throw WireReader.Damaged("a date is out of range");
    }
}

internal sealed class DateOnlyCodec() : ScalarCodec<DateOnly>("date")
{
    internal override int SmallestSize => 4;

    internal override void Preview(PreviewText text, DateOnly value) => text.Formatted(value, "O");

    internal override string ToText(DateOnly value) => value.ToString("O", CultureInfo.InvariantCulture);

    internal override bool TryParse(string text, out DateOnly value) => DateOnly.TryParse(text, CultureInfo.InvariantCulture, out value);

    internal override void Write(ref WireWriter writer, DateOnly value) => writer.Raw(value.DayNumber);

    internal override DateOnly Read(ref WireReader reader)
    {
        var day = reader.Raw<int>();
        return day >= 0 && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber(day) : throw WireReader.Damaged("a date is out of range");
    }
}

internal sealed class TimeOnlyCodec() : ScalarCodec<TimeOnly>("time")
{
    internal override int SmallestSize => 8;

    internal override void Preview(PreviewText text, TimeOnly value) => text.Formatted(value, "O");

    internal override string ToText(TimeOnly value) => value.ToString("O", CultureInfo.InvariantCulture);

    internal override bool TryParse(string text, out TimeOnly value) => TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out value);

    internal override void Write(ref WireWriter writer, TimeOnly value) => writer.Raw(value.Ticks);

    internal override TimeOnly Read(ref WireReader reader)
    {
        var ticks = reader.Raw<long>();
        return ticks >= 0 && ticks <= TimeOnly.MaxValue.Ticks ? new TimeOnly(ticks) : throw WireReader.Damaged("a time of day is out of range");
    }
}

internal sealed class TimeSpanCodec() : RawCodec<TimeSpan>("timespan")
{
    internal override void Preview(PreviewText text, TimeSpan value) => text.Formatted(value, "c");

    internal override string ToText(TimeSpan value) => value.ToString("c", CultureInfo.InvariantCulture);

    internal override bool TryParse(string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
}
