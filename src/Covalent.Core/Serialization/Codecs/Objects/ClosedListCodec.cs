using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>A value of one of the types in a closed list: its place in the list, then the value. In JSON <c>{"$type": "Circle", "value": …}</c>.</summary>
internal sealed class ClosedListCodec<T>(Type[] listed) : ValueCodec<T?>
    where T : class
{
    private readonly Type[] _types = typeof(T).IsAbstract || listed.Contains(typeof(T)) ? listed : [typeof(T), .. listed];
    private ValueCodec[] _codecs = [];

    internal override int SmallestSize => 1;

    internal override void Bind(CodecBuilder builder)
    {
        CheckList();
        _codecs = [.. _types.Select(type => type == typeof(T) ? builder.Plain(type) : builder.Part(type))];
    }

    internal override void Describe(ShapeWriter shape)
    {
        if (!shape.Open(this))
        {
            return;
        }

        shape.Add("one of[");
        for (var index = 0; index < _codecs.Length; index++)
        {
            shape.Add(index == 0 ? "" : "|").Part(_codecs[index]);
        }

        shape.Add("]");
    }

    internal override void Write(ref WireWriter writer, T? value)
    {
        if (value is null)
        {
            writer.Byte(0);
            return;
        }

        var index = IndexOf(value);
        writer.Varint((ulong)index + 1);
        writer.Enter();
        _codecs[index].WriteObject(ref writer, value);
        writer.Leave();
    }

    internal override T? Read(ref WireReader reader)
    {
        var tag = reader.Varint();
        if (tag == 0)
        {
            return null;
        }

        if (tag > (ulong)_codecs.Length)
        {
            throw WireReader.Damaged($"it names type {tag} of the {_codecs.Length} that {TypeName} may be");
        }

        reader.Enter();
        var value = (T?)_codecs[tag - 1].ReadObject(ref reader);
        reader.Leave();
        return value;
    }

    internal override void WriteJson(Utf8JsonWriter writer, T? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        var index = IndexOf(value);
        WireDepth.Check(writer.CurrentDepth, writing: true);
        writer.WriteStartObject();
        writer.WriteString("$type", _types[index].Name);
        writer.WritePropertyName("value");
        _codecs[index].WriteJsonObject(writer, value);
        writer.WriteEndObject();
    }

    internal override T? ReadJson(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        JsonForm.Expect(ref reader, JsonTokenType.StartObject, TypeName);
        Property(ref reader, "$type");
        var name = JsonForm.Text(ref reader, TypeName);
        var index = Array.FindIndex(_types, type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            throw JsonForm.Unfit(name, $"type that {TypeName} may be ({string.Join(", ", _types.Select(type => type.Name))})");
        }

        Property(ref reader, "value");
        var value = (T?)_codecs[index].ReadJsonObject(ref reader);
        JsonForm.Next(ref reader);
        return reader.TokenType == JsonTokenType.EndObject ? value : throw JsonForm.Unfit(ref reader, TypeName, "nothing but $type and value");
    }

    internal override void Preview(PreviewText text, T? value) => text.Boxed(_codecs[IndexOf(value!)], value);

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => Array.TrueForAll(_codecs, codec => codec.ComputeImmutable(visiting));

    private void Property(ref Utf8JsonReader reader, string name)
    {
        JsonForm.Next(ref reader);
        if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(name))
        {
            throw JsonForm.Unfit(ref reader, TypeName, $$"""an object {"$type": …, "value": …}""");
        }

        JsonForm.Next(ref reader);
    }

    private void CheckList()
    {
        if (_types.Length == 0)
        {
            throw Refusals.Refuse(typeof(T), "its list of possible types is empty", "Name them: [PayloadTypes(typeof(A), typeof(B))]");
        }

        foreach (var type in _types)
        {
            if (!typeof(T).IsAssignableFrom(type) || type.IsValueType)
            {
                throw Refusals.Refuse(typeof(T), $"{TypeNames.Of(type)} in its list of possible types is no class that derives from it", "Remove it from [PayloadTypes]");
            }
        }
    }

    private int IndexOf(T value)
    {
        var index = Array.IndexOf(_types, value.GetType());
        index = index >= 0 ? index : Array.FindIndex(_types, type => type != typeof(T) && type.IsInstanceOfType(value));
        return index >= 0 ? index : throw new PayloadException(
            $"A {TypeNames.Of(value.GetType())} stands where {TypeName} is declared, and it is not among the types that may ({string.Join(", ", _types.Select(TypeNames.Of))}). "
            + $"Append it to [PayloadTypes] of {TypeName}.");
    }
}
