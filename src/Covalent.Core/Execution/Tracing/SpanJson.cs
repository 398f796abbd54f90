using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Covalent.Core.Execution;

/// <summary>Spans in the head of an outcome. Readers that know nothing of them pass over them.</summary>
internal static class SpanJson
{
    private const int LongestText = 4096;
    private const int MostTags = 128;

    public static void Write(Utf8JsonWriter json, IReadOnlyList<SpanRecord> spans)
    {
        json.WriteStartArray();
        foreach (var span in spans.Take(SpanRecord.MostPerTask))
        {
            json.WriteStartObject();
            json.WriteString("source"u8, Cut(span.Source));
            json.WriteString("name"u8, Cut(span.Name));
            json.WriteNumber("kind"u8, (int)span.Kind);
            json.WriteString("trace_id"u8, span.TraceId.ToHexString());
            json.WriteString("span_id"u8, span.SpanId.ToHexString());
            if (span.ParentSpanId != default)
            {
                json.WriteString("parent_span_id"u8, span.ParentSpanId.ToHexString());
            }

            json.WriteNumber("started_at"u8, span.StartedAt);
            json.WriteNumber("ended_at"u8, span.EndedAt);
            json.WriteNumber("status"u8, (int)span.Status);
            if (span.StatusText is { } text)
            {
                json.WriteString("status_text"u8, Cut(text));
            }

            WriteTags(json, span.Tags);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads what a worker wrote. It is believed no more than any other part of an outcome: bounded, and refused where it makes no sense.</summary>
    public static IReadOnlyList<SpanRecord> Read(JsonElement spans) => [.. spans.EnumerateArray().Take(SpanRecord.MostPerTask).Select(ReadOne)];

    private static SpanRecord ReadOne(JsonElement span) => new()
    {
        Source = Cut(span.GetProperty("source").GetString() ?? ""),
        Name = Cut(span.GetProperty("name").GetString() ?? ""),
        Kind = (ActivityKind)Math.Clamp(span.GetProperty("kind").GetInt32(), 0, (int)ActivityKind.Consumer),
        TraceId = ActivityTraceId.CreateFromString(span.GetProperty("trace_id").GetString()),
        SpanId = ActivitySpanId.CreateFromString(span.GetProperty("span_id").GetString()),
        ParentSpanId = span.TryGetProperty("parent_span_id", out var parent) ? ActivitySpanId.CreateFromString(parent.GetString()) : default,
        StartedAt = span.GetProperty("started_at").GetInt64(),
        EndedAt = span.GetProperty("ended_at").GetInt64(),
        Status = (ActivityStatusCode)Math.Clamp(span.GetProperty("status").GetInt32(), 0, (int)ActivityStatusCode.Error),
        StatusText = span.TryGetProperty("status_text", out var text) ? Cut(text.GetString() ?? "") : null,
        Tags = [.. span.GetProperty("tags").EnumerateObject().Take(MostTags).Select(tag => KeyValuePair.Create(Cut(tag.Name), ValueOf(tag.Value)))],
    };

    private static void WriteTags(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> tags)
    {
        json.WriteStartObject("tags"u8);
        foreach (var (name, value) in tags.Take(MostTags))
        {
            json.WritePropertyName(Cut(name));
            switch (value)
            {
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                case sbyte or byte or short or ushort or int or uint or long:
                    json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    break;
                case double number when double.IsFinite(number):
                    json.WriteNumberValue(number);
                    break;
                default:
                    json.WriteStringValue(Cut(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.String => Cut(value.GetString()!),
        _ => "",
    };

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
