using System.Text.Json;
using System.Text.Json.Serialization;

namespace Covalent.Core.Client.Http;

/// <summary>A status as its word, such as <c>COMPLETED</c>.</summary>
internal sealed class StatusJsonConverter : JsonConverter<Status>
{
    public override Status Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var word = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("A status is a word, such as COMPLETED.");
        try
        {
            return StatusExtensions.ParseStatus(word);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Status value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToWord());
}
