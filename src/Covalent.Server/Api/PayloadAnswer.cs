using System.Buffers;
using System.Text.Json;
using Covalent.Core.Execution;
using Covalent.Engine.Dispatching;

namespace Covalent.Server.Api;

/// <summary>A value as the answer to a call: its bytes, or, for people, what it says of itself. The body is never opened here, JSON excepted.</summary>
internal static class PayloadAnswer
{
    public const string ContentType = "application/vnd.covalent.payload";
    /// <summary>A value as people see it.</summary>
    public static readonly ApiSchema Schema = ApiSchema.Object("Value", ("codec", "string"), ("type", "string"), ("version", "integer"), ("preview", "string"), ("length", "integer"));

    private const long LargestShown = 16 << 20;

    /// <summary>Answers with a value: streamed where it is kept in a file of its own, put together otherwise.</summary>
    public static async Task WriteAsync(ApiCall call, Func<Task<OpenedValue?>> open, Func<Task<Payload?>> get)
    {
        await using var opened = await open();
        if (opened is not null && WantsJson(call) && !MayShow(opened))
        {
            await WriteJsonAsync(call, opened.Head, opened.Length);
        }
        else if (opened is not null && !WantsJson(call))
        {
            await RangeAnswer.WriteAsync(call, opened.Head.ToArray(), opened.Body, ContentType);
        }
        else if (await get() is not { } payload)
        {
            await call.EmptyAsync();
        }
        else
        {
            await (WantsJson(call) ? WriteJsonAsync(call, payload, payload.Length) : WriteBytesAsync(call, payload));
        }
    }

    private static Task WriteBytesAsync(ApiCall call, Payload payload)
    {
        if (!payload.Body.IsSingleSegment)
        {
            return RangeAnswer.WriteAsync(call, payload.ToArray(), ContentType);
        }

        return RangeAnswer.WriteAsync(call, payload.Head, SpooledBytes.OpenRead(payload.Body.First), ContentType);
    }

    private static bool WantsJson(ApiCall call) => call.Query("format") == "json" || call.Http.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal);

    // For people; a value of many megabytes is for programs, which ask for its bytes.
    private static bool MayShow(OpenedValue opened) => opened.Head.Header.Codec == PayloadCodecs.Json && opened.Length <= LargestShown;

    private static async Task WriteJsonAsync(ApiCall call, Payload payload, long length)
    {
        call.Http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(call.Http.Response.BodyWriter.AsStream());
        json.WriteStartObject();
        json.WriteString("codec"u8, payload.Header.Codec);
        json.WriteString("type"u8, payload.Header.Type);
        json.WriteNumber("version"u8, payload.Header.Version);
        json.WriteString("preview"u8, payload.Preview);
        json.WriteNumber("length"u8, length);
        if (payload.Header.Codec == PayloadCodecs.Json && !payload.Body.IsEmpty)
        {
            json.WritePropertyName("value"u8);
            WriteValue(json, payload.Body);
        }

        json.WriteEndObject();
        await json.FlushAsync(call.Aborted);
    }

    // What a task stored under the name of JSON may be anything.
    private static void WriteValue(Utf8JsonWriter json, ReadOnlySequence<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteNullValue();
        }
    }
}
