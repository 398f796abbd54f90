using System.Buffers;
using System.Text.Json;
using Covalent.Core.Graph;

namespace Covalent.Core.Execution;

/// <summary>The JSON line of an outcome.</summary>
internal static class OutcomeHead
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static void Write(IBufferWriter<byte> output, TaskOutcome outcome, OutcomeOrigin? origin, int childLength)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("format"u8, OutcomeCodec.Format);
        json.WriteNumber("version"u8, OutcomeCodec.FormatVersion);
        json.WriteString("status"u8, outcome.Status.ToWord());
        if (origin is not null)
        {
            json.WriteString("dispatch_id"u8, origin.DispatchId);
            json.WriteNumber("node_id"u8, origin.NodeId);
            json.WriteNumber("attempt"u8, origin.Attempt);
        }

        WriteFacts(json, outcome);
        if (outcome.Failure is { } failure)
        {
            json.WritePropertyName("failure"u8);
            FailureJson.Write(json, failure);
        }

        WriteBlocks(json, outcome, childLength);
        json.WriteEndObject();
    }

    public static (TaskOutcome Outcome, OutcomeOrigin? Origin) Read(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> blocks)
    {
        using var document = JsonDocument.Parse(head);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Text(root, "format") != OutcomeCodec.Format)
        {
            throw OutcomeCodec.Damaged("it does not begin like one");
        }

        if (root.GetProperty("version").GetInt32() is var version && version != OutcomeCodec.FormatVersion)
        {
            throw VersionMismatch.OfOutcome(version);
        }

        var left = blocks;
        var stdout = Block(root, "stdout", ref left);
        var stderr = Block(root, "stderr", ref left);
        var resultHead = Block(root, "result_head", ref left);
        var result = Block(root, "result", ref left);
        var child = Block(root, "child", ref left);
        var outcome = new TaskOutcome
        {
            Status = TerminalStatus(Text(root, "status")),
            Result = root.TryGetProperty("result", out var about) ? new EncodedValue(Text(about, "codec"), result) : default,
            ResultHead = resultHead,
            Child = child.IsEmpty ? null : GraphCodec.Read(child),
            Failure = root.TryGetProperty("failure", out var failure) ? FailureJson.Read(failure) : null,
            StartedAt = Ticks(root, "started_at"),
            EndedAt = Ticks(root, "ended_at"),
            PeakMemory = root.TryGetProperty("peak_memory", out var peak) ? peak.GetInt64() : 0,
            Host = Text(root, "host"),
            Stdout = stdout,
            Stderr = stderr,
            Attachments = Attachments(root),
            Spans = root.TryGetProperty("spans", out var spans) ? SpanJson.Read(spans) : null,
            StopConfirmed = !root.TryGetProperty("stop_confirmed", out var confirmed) || confirmed.GetBoolean(),
            ProcessDied = root.TryGetProperty("process_died", out var died) && died.GetBoolean(),
        };
        return left.IsEmpty ? (outcome, Origin(root)) : throw OutcomeCodec.Damaged($"{left.Length} bytes follow its last block");
    }

    private static void WriteFacts(Utf8JsonWriter json, TaskOutcome outcome)
    {
        json.WriteString("started_at"u8, new DateTime(outcome.StartedAt, DateTimeKind.Utc).ToString(TimeFormat));
        json.WriteString("ended_at"u8, new DateTime(outcome.EndedAt, DateTimeKind.Utc).ToString(TimeFormat));
        json.WriteString("host"u8, outcome.Host);
        json.WriteNumber("peak_memory"u8, outcome.PeakMemory);
        if (!outcome.StopConfirmed)
        {
            json.WriteBoolean("stop_confirmed"u8, false);
        }

        if (outcome.ProcessDied)
        {
            json.WriteBoolean("process_died"u8, true);
        }

        if (outcome.Spans is { Count: > 0 } spans)
        {
            json.WritePropertyName("spans"u8);
            SpanJson.Write(json, spans);
        }

        if (outcome.Attachments is { Count: > 0 } attachments)
        {
            json.WriteStartObject("attachments"u8);
            foreach (var (name, text) in attachments)
            {
                json.WriteString(name, text);
            }

            json.WriteEndObject();
        }
    }

    private static void WriteBlocks(Utf8JsonWriter json, TaskOutcome outcome, int childLength)
    {
        WriteBlock(json, "stdout", outcome.Stdout.Length, null);
        WriteBlock(json, "stderr", outcome.Stderr.Length, null);
        WriteBlock(json, "result_head", outcome.ResultHead.Length, null);
        WriteBlock(json, "result", outcome.Result.Bytes.Length, outcome.Result.Codec);
        WriteBlock(json, "child", childLength, null);
    }

    // A result of no bytes (a codec may need none) is still a result, and its codec says so.
    private static void WriteBlock(Utf8JsonWriter json, string name, int length, string? codec)
    {
        if (length == 0 && codec is null)
        {
            return;
        }

        json.WriteStartObject(name);
        if (codec is not null)
        {
            json.WriteString("codec"u8, codec);
        }

        json.WriteNumber("length"u8, length);
        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Block(JsonElement root, string name, ref ReadOnlyMemory<byte> left)
    {
        if (!root.TryGetProperty(name, out var about))
        {
            return default;
        }

        var length = about.GetProperty("length").GetInt32();
        if (length < 0 || length > left.Length)
        {
            throw OutcomeCodec.Damaged($"its block '{name}' claims {length} bytes where {left.Length} are left");
        }

        var block = left[..length];
        left = left[length..];
        return SpooledBytes.Settle(block);
    }

    private static Status TerminalStatus(string word) => StatusExtensions.ParseStatus(word) is var status && status.IsTerminal()
        ? status
        : throw OutcomeCodec.Damaged($"{word} is not an end");

    private static OutcomeOrigin? Origin(JsonElement root) => root.TryGetProperty("dispatch_id", out var dispatch)
        ? new OutcomeOrigin(dispatch.GetString() ?? "", root.GetProperty("node_id").GetInt32(), root.GetProperty("attempt").GetInt32())
        : null;

    private static Dictionary<string, string>? Attachments(JsonElement root) => root.TryGetProperty("attachments", out var map)
        ? map.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "", StringComparer.Ordinal)
        : null;

    private static long Ticks(JsonElement root, string name) => root.TryGetProperty(name, out var time) ? time.GetDateTime().ToUniversalTime().Ticks : 0;

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}
