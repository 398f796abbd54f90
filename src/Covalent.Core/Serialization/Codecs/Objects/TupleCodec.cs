using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>What tuples of all lengths share: in bytes the items one after the other, in JSON an array of them.</summary>
internal abstract class TupleCodec<TTuple> : ValueCodec<TTuple>
    where TTuple : struct, ITuple
{
    private bool? _isRaw;
    private int _smallestSize;

    internal sealed override int SmallestSize => _smallestSize > 0 ? _smallestSize : _smallestSize = Math.Max(Parts.Sum(part => part.SmallestSize), 1);

    internal sealed override bool IsRaw => _isRaw ??= RawLayout.Holds(this, Parts);

    private protected ValueCodec[] Parts { get; set; } = [];

    /// <summary>Makes the tuple from boxed items; those of a nested rest follow flat.</summary>
    private protected abstract TTuple FromItems(ReadOnlySpan<object?> items);

    /// <summary>Codecs of the items as <see cref="ITuple"/> counts them.</summary>
    internal virtual IReadOnlyList<ValueCodec> FlatParts => Parts;

    /// <summary>Shows the items with commas between.</summary>
    internal abstract void PreviewItems(PreviewText text, in TTuple value);

    internal override void Describe(ShapeWriter shape)
    {
        shape.Add("(");
        for (var index = 0; index < FlatParts.Count; index++)
        {
            shape.Add(index == 0 ? "" : ",").Part(FlatParts[index]);
        }

        shape.Add(")");
    }

    internal sealed override void WriteMany(ref WireWriter writer, ReadOnlySpan<TTuple> values)
    {
        if (IsRaw)
        {
            writer.Block(values);
        }
        else
        {
            base.WriteMany(ref writer, values);
        }
    }

    internal sealed override void ReadMany(ref WireReader reader, Span<TTuple> values, long start)
    {
        if (IsRaw)
        {
            reader.Block(values);
        }
        else
        {
            base.ReadMany(ref reader, values, start);
        }
    }

    internal sealed override void WriteJson(Utf8JsonWriter writer, TTuple value)
    {
        writer.WriteStartArray();
        for (var index = 0; index < FlatParts.Count; index++)
        {
            FlatParts[index].WriteJsonObject(writer, value[index]);
        }

        writer.WriteEndArray();
    }

    internal sealed override TTuple ReadJson(ref Utf8JsonReader reader)
    {
        JsonForm.Expect(ref reader, JsonTokenType.StartArray, TypeName);
        var items = new object?[FlatParts.Count];
        var count = 0;
        for (JsonForm.Next(ref reader); reader.TokenType != JsonTokenType.EndArray; JsonForm.Next(ref reader), count++)
        {
            items[count] = count < items.Length ? FlatParts[count].ReadJsonObject(ref reader) : throw WrongCount();
        }

        return count == items.Length ? FromItems(items) : throw WrongCount();
    }

    internal sealed override void Preview(PreviewText text, TTuple value)
    {
        var outer = text.Open("(");
        PreviewItems(text, value);
        text.Close(outer, ")");
    }

    internal TTuple FromFlat(ReadOnlySpan<object?> items) => FromItems(items);

    private protected sealed override bool IsImmutable(HashSet<ValueCodec> visiting) => Parts.All(part => part.ComputeImmutable(visiting));

    private PayloadException WrongCount() =>
        new($"A JSON array of another length was found where {TypeName} needs {FlatParts.Count} items. Return as many, or declare a list.");
}
