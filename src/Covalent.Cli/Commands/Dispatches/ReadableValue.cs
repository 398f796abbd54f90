using System.Buffers;
using System.Text;
using Covalent.Core.Serialization;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary>A result as text, where that needs no code of the user.</summary>
internal static class ReadableValue
{
    /// <summary>The value as JSON; null for types of the user and for other languages' own forms.</summary>
    public static string? ToJson(Payload payload)
    {
        if (payload.Header.Codec == PayloadCodecs.Json)
        {
            return Encoding.UTF8.GetString(payload.Body.ToArray());
        }

        if (payload.Header.Codec is not (PayloadCodecs.Binary or PayloadCodecs.Parts) || ReadableType.Find(payload.Header.Type) is not { } type)
        {
            return null;
        }

        var text = new ArrayBufferWriter<byte>();
        try
        {
            ValueCodec.For(type).EncodeJson(payload.Decode(type), text);
        }
        catch (PayloadException)
        {
            // Infinities, reference cycles and the like have no JSON.
            return null;
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>The value as a person wants it: texts without quotes, everything else as JSON; null as above.</summary>
    public static string? ToText(Payload payload) =>
        payload.Header is { Codec: PayloadCodecs.Binary, Type: "string" } ? payload.Decode<string?>() ?? "null" : ToJson(payload);
}
