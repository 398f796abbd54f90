using System.Buffers;
using System.Text.Json;

namespace Covalent.Server.Api;

/// <summary>A value as the answer to a call: its bytes, or, for people, what it says of itself. The body is never opened here, JSON excepted.</summary>
internal static class PayloadAnswer
{
    public const string ContentType = "application/vnd.covalent.payload";

    public static Task WriteAsync(ApiCall call, Payload? payload) =>
        payload is null ? call.EmptyAsync()
        : WantsJson(call) ? WriteJsonAsync(call, payload)
        : WriteBytesAsync(call, payload);

    private static bool WantsJson(ApiCall call) => call.Query("format") == "json" || call.Http.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal);

    private static Task WriteBytesAsync(ApiCall call, Payload payload)
    {
        call.Http.Response.ContentType = ContentType;
        call.Http.Response.ContentLength = payload.Length;
        return payload.WriteToAsync(call.Http.Response.Body, call.Aborted);
    }

    private static async Task WriteJsonAsync(ApiCall call, Payload payload)
    {
        call.Http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(call.Http.Response.BodyWriter.AsStream());
        json.WriteStartObject();
        json.WriteString("codec"u8, payload.Header.Codec);
        json.WriteString("type"u8, payload.Header.Type);
        json.WriteNumber("version"u8, payload.Header.Version);
        json.WriteString("preview"u8, payload.Preview);
        json.WriteNumber("length"u8, payload.Length);
        if (payload.Header.Codec == PayloadCodecs.Json)
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
