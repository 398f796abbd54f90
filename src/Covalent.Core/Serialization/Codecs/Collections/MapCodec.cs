using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>Keys and values: a count, the code of the comparer, then key, value, key, value. All kinds of maps share this form.</summary>
internal abstract class MapCodec<TMap, TKey, TValue> : ValueCodec<TMap?>
    where TMap : class, IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    private const int PreviewedEntries = 10;

    private ValueCodec<TKey> _key = null!;
    private ValueCodec<TValue> _value = null!;

    internal sealed override int SmallestSize => 1;

    private protected abstract byte ComparerOf(TMap map);

    /// <summary>Makes the map. The entries have distinct keys under the comparer.</summary>
    private protected abstract TMap Build(Dictionary<TKey, TValue> entries, byte comparer);

    internal sealed override void Bind(CodecBuilder builder)
    {
        _key = builder.Part<TKey>();
        _value = builder.Part<TValue>();
    }

    internal sealed override void Describe(ShapeWriter shape) => shape.Add("map<").Part(_key).Add(",").Part(_value).Add(">");

    internal sealed override void Write(ref WireWriter writer, TMap? map)
    {
        if (map is null)
        {
            writer.Byte(0);
            return;
        }

        if (map is Dictionary<TKey, TValue> dictionary)
        {
            writer.Count(dictionary.Count);
            writer.Byte(ComparerOf(map));
            foreach (var entry in dictionary)
            {
                WriteEntry(ref writer, entry);
            }

            return;
        }

        var entries = map.ToArray();
        writer.Count(entries.Length);
        writer.Byte(ComparerOf(map));
        foreach (var entry in entries)
        {
            WriteEntry(ref writer, entry);
        }
    }

    internal sealed override TMap? Read(ref WireReader reader)
    {
        var count = reader.Count(_key.SmallestSize + _value.SmallestSize);
        if (count < 0)
        {
            return null;
        }

        var comparer = reader.Byte();
        var entrySize = System.Runtime.CompilerServices.Unsafe.SizeOf<KeyValuePair<TKey, TValue>>() + 12;
        var entries = NewEntries(comparer, reader.MayTake(count, entrySize) ? count : 0);
        for (var index = 0; index < count; index++)
        {
            ReadEntry(ref reader, entries);
        }

        return Build(entries, comparer);
    }

    internal sealed override void WriteJson(Utf8JsonWriter writer, TMap? map)
    {
        if (map is null)
        {
            writer.WriteNullValue();
        }
        else if (_key is ScalarCodec<TKey> scalar)
        {
            WriteJsonObject(writer, map, scalar);
        }
        else
        {
            WriteJsonPairs(writer, map);
        }
    }

    internal sealed override TMap? ReadJson(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var entries = new Dictionary<TKey, TValue>();
        if (_key is ScalarCodec<TKey> scalar && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadJsonObject(ref reader, entries, scalar);
        }
        else
        {
            ReadJsonPairs(ref reader, entries);
        }

        return Build(entries, 0);
    }

    internal sealed override void Preview(PreviewText text, TMap? map)
    {
        if (!map!.TryGetNonEnumeratedCount(out var count))
        {
            text.Append("{…}");
            return;
        }

        var outer = text.Open("{");
        foreach (var (index, (key, value)) in map!.Take(PreviewedEntries).Index())
        {
            text.Append(index == 0 ? "" : ", ");
            text.Value(_key, key);
            text.Append(": ");
            text.Value(_value, value);
        }

        text.Close(outer, count > PreviewedEntries ? $", … {PreviewText.Grouped(count)} items}}" : "}");
    }

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => false;

    private protected bool PartsAreImmutable(HashSet<ValueCodec> visiting) => _key.ComputeImmutable(visiting) && _value.ComputeImmutable(visiting);

    private protected virtual Dictionary<TKey, TValue> NewEntries(byte comparer, int capacity) => new(capacity, KeyComparers.Equality<TKey>(comparer));

    private void WriteEntry(ref WireWriter writer, in KeyValuePair<TKey, TValue> entry)
    {
        try
        {
            _key.Write(ref writer, entry.Key);
            _value.Write(ref writer, entry.Value);
        }
        catch (PayloadException e) when (e.Through(KeyLabel(entry.Key)))
        {
            throw;
        }
    }

    private void ReadEntry(ref WireReader reader, Dictionary<TKey, TValue> entries)
    {
        var key = _key.Read(ref reader);
        try
        {
            Add(entries, key, _value.Read(ref reader));
        }
        catch (PayloadException e) when (e.Through(KeyLabel(key)))
        {
            throw;
        }
    }

    private static void Add(Dictionary<TKey, TValue> entries, TKey key, TValue value)
    {
        if (key is null)
        {
            throw WireReader.Damaged("a key is null");
        }

        if (!entries.TryAdd(key, value))
        {
            throw WireReader.Damaged("a key occurs twice");
        }
    }

    private void WriteJsonObject(Utf8JsonWriter writer, TMap map, ScalarCodec<TKey> scalar)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in map)
        {
            try
            {
                writer.WritePropertyName(JsonText.Checked(scalar.ToText(key)));
                _value.WriteJson(writer, value);
            }
            catch (PayloadException e) when (e.Through(KeyLabel(key)))
            {
                throw;
            }
        }

        writer.WriteEndObject();
    }

    private void ReadJsonObject(ref Utf8JsonReader reader, Dictionary<TKey, TValue> entries, ScalarCodec<TKey> scalar)
    {
        JsonForm.Expect(ref reader, JsonTokenType.StartObject, TypeName);
        for (JsonForm.Next(ref reader); reader.TokenType != JsonTokenType.EndObject; JsonForm.Next(ref reader))
        {
            var key = scalar.FromText(JsonForm.Text(ref reader, scalar.TypeName));
            JsonForm.Next(ref reader);
            try
            {
                Add(entries, key, _value.ReadJson(ref reader));
            }
            catch (PayloadException e) when (e.Through(KeyLabel(key)))
            {
                throw;
            }
        }
    }

    /// <summary>Keys that are no single word travel as [[key, value], …].</summary>
    private void WriteJsonPairs(Utf8JsonWriter writer, TMap map)
    {
        writer.WriteStartArray();
        foreach (var (key, value) in map)
        {
            writer.WriteStartArray();
            _key.WriteJson(writer, key);
            _value.WriteJson(writer, value);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private void ReadJsonPairs(ref Utf8JsonReader reader, Dictionary<TKey, TValue> entries)
    {
        JsonForm.Expect(ref reader, JsonTokenType.StartArray, TypeName);
        for (JsonForm.Next(ref reader); reader.TokenType != JsonTokenType.EndArray; JsonForm.Next(ref reader))
        {
            JsonForm.Expect(ref reader, JsonTokenType.StartArray, TypeName);
            JsonForm.Next(ref reader);
            var key = _key.ReadJson(ref reader);
            JsonForm.Next(ref reader);
            Add(entries, key, _value.ReadJson(ref reader));
            JsonForm.Next(ref reader);
            if (reader.TokenType != JsonTokenType.EndArray)
            {
                throw JsonForm.Unfit(ref reader, TypeName, "pairs of a key and a value");
            }
        }
    }

    private string KeyLabel(TKey key) => "[" + (key is null ? "null" : _key.PreviewValue(key, 40)) + "]";
}
