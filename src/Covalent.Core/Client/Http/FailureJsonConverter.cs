using System.Text.Json;
using System.Text.Json.Serialization;
using Covalent.Core.Execution;

namespace Covalent.Core.Client.Http;

/// <summary>A failure in the same form in which workers write it.</summary>
internal sealed class FailureJsonConverter : JsonConverter<FailureInfo>
{
    public override FailureInfo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return FailureJson.Read(document.RootElement);
        }
        catch (Exception e) when (e is FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new JsonException($"This is not a failure: {e.Message}", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, FailureInfo value, JsonSerializerOptions options) => FailureJson.Write(writer, value);
}
