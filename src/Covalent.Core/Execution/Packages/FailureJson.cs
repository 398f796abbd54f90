using System.Text.Json;

namespace Covalent.Core.Execution;

/// <summary>A failure as JSON: kind as a word, texts cut where they are absurdly long, inner failures to a bounded depth.</summary>
internal static class FailureJson
{
    private const int DeepestInner = 16;
    private const int LongestText = 1 << 20;

    private static readonly string[] Words = ["USER_CODE", "EXECUTOR", "PROCESS_DIED", "TIME_LIMIT", "PAYLOAD", "CONFIGURATION", "SUBLATTICE"];

    public static void Write(Utf8JsonWriter json, FailureInfo failure, int depth = 0)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, Words[(int)failure.Kind]);
        json.WriteString("type"u8, Cut(failure.Type));
        json.WriteString("message"u8, Cut(failure.Message));
        if (failure.StackTrace.Length > 0)
        {
            json.WriteString("stack_trace"u8, Cut(failure.StackTrace));
        }

        if (failure.Inner is { } inner && depth < DeepestInner)
        {
            json.WritePropertyName("inner"u8);
            Write(json, inner, depth + 1);
        }

        json.WriteEndObject();
    }

    public static FailureInfo Read(JsonElement element)
    {
        var kind = Array.IndexOf(Words, element.GetProperty("kind").GetString());
        if (kind < 0)
        {
            throw new FormatException("a failure's kind is unknown");
        }

        return new FailureInfo((FailureKind)kind, Text(element, "type"), Text(element, "message"), Text(element, "stack_trace"))
        {
            Inner = element.TryGetProperty("inner", out var inner) ? Read(inner) : null,
        };
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}
