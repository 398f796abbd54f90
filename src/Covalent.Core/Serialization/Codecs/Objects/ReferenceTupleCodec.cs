using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>The classes <c>Tuple&lt;…&gt;</c>: a mark, then the items; in JSON an array. Rarely met, so boxing is fine.</summary>
internal sealed class ReferenceTupleCodec<T> : ValueCodec<T?>
    where T : class, ITuple
{
    private readonly ConstructorInvoker _constructor = ConstructorInvoker.Create(typeof(T).GetConstructors()[0]);
    private readonly PropertyInfo[] _properties = [.. typeof(T).GetConstructors()[0].GetParameters().Select(parameter => PropertyFor(parameter.Name!))];
    private ValueCodec[] _parts = [];

    internal override int SmallestSize => 1;

    internal override void Bind(CodecBuilder builder) => _parts = [.. typeof(T).GetGenericArguments().Select(builder.Part)];

    internal override void Describe(ShapeWriter shape)
    {
        shape.Add("?(");
        for (var index = 0; index < _parts.Length; index++)
        {
            shape.Add(index == 0 ? "" : ",").Part(_parts[index]);
        }

        shape.Add(")");
    }

    internal override void Write(ref WireWriter writer, T? value)
    {
        writer.Byte(value is null ? (byte)0 : (byte)1);
        for (var index = 0; value is not null && index < _parts.Length; index++)
        {
            _parts[index].WriteObject(ref writer, _properties[index].GetValue(value));
        }
    }

    internal override T? Read(ref WireReader reader)
    {
        var mark = reader.Byte();
        if (mark != 1)
        {
            return mark == 0 ? null : throw WireReader.Damaged($"a mark for a missing tuple is {mark}");
        }

        var items = new object?[_parts.Length];
        for (var index = 0; index < items.Length; index++)
        {
            items[index] = _parts[index].ReadObject(ref reader);
        }

        return (T)_constructor.Invoke(items.AsSpan());
    }

    internal override void WriteJson(Utf8JsonWriter writer, T? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        for (var index = 0; index < _parts.Length; index++)
        {
            _parts[index].WriteJsonObject(writer, _properties[index].GetValue(value));
        }

        writer.WriteEndArray();
    }

    internal override T? ReadJson(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        JsonForm.Expect(ref reader, JsonTokenType.StartArray, TypeName);
        var items = new object?[_parts.Length];
        var count = 0;
        for (JsonForm.Next(ref reader); reader.TokenType != JsonTokenType.EndArray; JsonForm.Next(ref reader), count++)
        {
            items[count] = count < items.Length ? _parts[count].ReadJsonObject(ref reader) : throw WrongCount();
        }

        return count == items.Length ? (T)_constructor.Invoke(items.AsSpan()) : throw WrongCount();
    }

    internal override void Preview(PreviewText text, T? value)
    {
        var outer = text.Open("(");
        for (var index = 0; index < _parts.Length && !text.IsFull; index++)
        {
            text.Append(index == 0 ? "" : ", ");
            text.Boxed(_parts[index], _properties[index].GetValue(value));
        }

        text.Close(outer, ")");
    }

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => Array.TrueForAll(_parts, part => part.ComputeImmutable(visiting));

    private static PropertyInfo PropertyFor(string parameter) =>
        typeof(T).GetProperty(parameter, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase)!;

    private PayloadException WrongCount() =>
        new($"A JSON array of another length was found where {TypeName} needs {_parts.Length} items. Return as many, or declare a list.");
}
