using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Covalent.Core.Recording;

namespace Covalent.Core.Leptons;

internal sealed class TupleShape(Type type, CollectionShape.Tuple tuple) : ForeignShape(type)
{
    public override JsonObject Want() => new()
    {
        ["kind"] = "tuple",
        ["items"] = new JsonArray([.. tuple.Parts.Select((_, i) => (JsonNode)Of(tuple.TypeOf(i)).Want())]),
    };

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        json.WriteString("kind", "tuple");
        json.WriteStartArray("items");
        for (var i = 0; i < tuple.Parts.Length; i++)
        {
            Of(tuple.TypeOf(i)).Write(json, tuple.Get(value, i), blobs);
        }

        json.WriteEndArray();
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs) =>
        Activator.CreateInstance(Type, [.. tagged.GetProperty("items").EnumerateArray().Select((item, i) => Of(tuple.TypeOf(i)).Read(item, blobs))]);
}

internal sealed class ListShape(Type type, Type item) : ForeignShape(type)
{
    public override JsonObject Want() => new() { ["kind"] = "list", ["item"] = Of(item).Want() };

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        json.WriteString("kind", "list");
        json.WriteStartArray("items");
        foreach (var part in (IEnumerable)value)
        {
            Of(item).Write(json, part, blobs);
        }

        json.WriteEndArray();
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs) =>
        CollectionBuilder.Sequence(Type, item, [.. tagged.GetProperty("items").EnumerateArray().Select(part => Of(item).Read(part, blobs))]);
}

internal sealed class MapShape(Type type, CollectionShape.Map map) : ForeignShape(type)
{
    public override JsonObject Want() => new() { ["kind"] = "map", ["key"] = Of(map.Key).Want(), ["item"] = Of(map.Value).Want() };

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        json.WriteString("kind", "map");
        json.WriteStartArray("items");
        foreach (DictionaryEntry pair in (IDictionary)value)
        {
            json.WriteStartArray();
            Of(map.Key).Write(json, pair.Key, blobs);
            Of(map.Value).Write(json, pair.Value, blobs);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs) => CollectionBuilder.Map(Type, map.Key, map.Value,
        [.. tagged.GetProperty("items").EnumerateArray().Select(pair => KeyValuePair.Create(Of(map.Key).Read(pair[0], blobs)!, Of(map.Value).Read(pair[1], blobs)))]);
}
