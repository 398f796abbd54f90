using System.Text.Json;
using System.Text.Json.Serialization;

namespace Covalent.Core.Client.Http;

/// <summary>Triggers in the form they are stored in.</summary>
internal sealed class TriggerJsonConverter : JsonConverter<Trigger>
{
    public override Trigger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return Trigger.FromJson(document.RootElement.GetRawText());
        }
        catch (ArgumentException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Trigger value, JsonSerializerOptions options) => writer.WriteRawValue(value.ToJson());
}
