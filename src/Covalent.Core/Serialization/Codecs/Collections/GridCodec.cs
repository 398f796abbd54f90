using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>An array of several dimensions: a mark, the lengths, then the items row by row.</summary>
internal sealed class GridCodec<TArray, TItem> : ValueCodec<TArray?>
    where TArray : class
{
    private readonly int _rank = typeof(TArray).GetArrayRank();
    private ValueCodec<TItem> _item = null!;

    internal override int SmallestSize => 1;

    internal override void Bind(CodecBuilder builder) => _item = builder.Part<TItem>();

    internal override void Describe(ShapeWriter shape) => shape.Add($"grid{_rank}<").Part(_item).Add(">");

    internal override void Write(ref WireWriter writer, TArray? value)
    {
        if (value is null)
        {
            writer.Byte(0);
            return;
        }

        var array = (Array)(object)value;
        writer.Byte(1);
        for (var dimension = 0; dimension < _rank; dimension++)
        {
            CheckStart(array, dimension);
            writer.Varint((ulong)array.GetLength(dimension));
        }

        _item.WriteMany(ref writer, ItemsOf(array));
    }

    internal override TArray? Read(ref WireReader reader)
    {
        var mark = reader.Byte();
        if (mark > 1)
        {
            throw WireReader.Damaged($"a mark for a missing array is {mark}");
        }

        return mark == 0 ? null : ReadGrid(ref reader);
    }

    internal override void WriteJson(Utf8JsonWriter writer, TArray? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        var array = (Array)(object)value;
        var next = 0;
        WriteJsonLevel(writer, array, ItemsOf(array), 0, ref next);
    }

    internal override TArray? ReadJson(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var lengths = new int[_rank];
        lengths.AsSpan().Fill(-1);
        List<TItem> items = [];
        ReadJsonLevel(ref reader, lengths, 0, items);
        var array = NewArray([.. lengths.Select(length => Math.Max(length, 0))]);
        CollectionsMarshal.AsSpan(items).CopyTo(ItemsOf(array));
        return (TArray)(object)array;
    }

    internal override void Preview(PreviewText text, TArray? value)
    {
        var array = (Array)(object)value!;
        text.Append(Sides(Enumerable.Range(0, _rank).Select(dimension => (long)array.GetLength(dimension))));
        text.Items(_item, ItemsOf(array), array.LongLength);
    }

    internal override string PreviewOfStart(ReadOnlySpan<byte> start)
    {
        var reader = new WireReader(start);
        if (reader.Byte() == 0)
        {
            return "null";
        }

        var lengths = new long[_rank];
        long count = 1;
        foreach (ref var length in lengths.AsSpan())
        {
            length = (long)Math.Min(reader.Varint(), (ulong)Array.MaxLength);
            count = Math.Min(count * length, Array.MaxLength);
        }

        return PreviewText.OfItems(Sides(lengths), _item, ItemsCodec<TItem[], TItem>.FirstItems(ref reader, _item, count), count);
    }

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => false;

    private static Span<TItem> ItemsOf(Array array) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, TItem>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static string Sides(IEnumerable<long> lengths) => string.Join("×", lengths.Select(PreviewText.Grouped)) + " ";

    private static Array NewArray(int[] lengths) => Array.CreateInstanceFromArrayType(typeof(TArray), lengths);

    private static void CheckStart(Array array, int dimension)
    {
        if (array.GetLowerBound(dimension) != 0)
        {
            throw new PayloadException($"An array whose dimension {dimension} starts at {array.GetLowerBound(dimension)} cannot travel. Copy it into one that starts at 0.");
        }
    }

    private TArray ReadGrid(ref WireReader reader)
    {
        var lengths = new int[_rank];
        long count = 1;
        foreach (ref var length in lengths.AsSpan())
        {
            var claimed = reader.Varint();
            length = claimed <= (ulong)Array.MaxLength ? (int)claimed : throw Claim(claimed);
        }

        foreach (var length in lengths)
        {
            count = length != 0 && count > Array.MaxLength / length ? throw Claim((ulong)length) : count * length;
        }

        if (count > reader.Remaining / _item.SmallestSize)
        {
            throw Claim((ulong)count);
        }

        return Fill(ref reader, lengths, (int)count);
    }

    private TArray Fill(ref WireReader reader, int[] lengths, int count)
    {
        if (_item.IsRaw || reader.MayTake(count, Unsafe.SizeOf<TItem>()))
        {
            var array = NewArray(lengths);
            _item.ReadMany(ref reader, ItemsOf(array), 0);
            return (TArray)(object)array;
        }

        List<TItem> items = [];
        for (var index = 0; index < count; index++)
        {
            items.Add(_item.Read(ref reader));
        }

        var grown = NewArray(lengths);
        CollectionsMarshal.AsSpan(items).CopyTo(ItemsOf(grown));
        return (TArray)(object)grown;
    }

    private static PayloadException Claim(ulong length) => WireReader.Damaged($"an array of several dimensions claims {length} items");

    private void WriteJsonLevel(Utf8JsonWriter writer, Array array, ReadOnlySpan<TItem> items, int dimension, ref int next)
    {
        writer.WriteStartArray();
        for (var index = 0; index < array.GetLength(dimension); index++)
        {
            if (dimension == _rank - 1)
            {
                _item.WriteJson(writer, items[next++]);
            }
            else
            {
                WriteJsonLevel(writer, array, items, dimension + 1, ref next);
            }
        }

        writer.WriteEndArray();
    }

    private void ReadJsonLevel(ref Utf8JsonReader reader, int[] lengths, int dimension, List<TItem> items)
    {
        JsonForm.Expect(ref reader, JsonTokenType.StartArray, TypeName);
        var length = 0;
        for (JsonForm.Next(ref reader); reader.TokenType != JsonTokenType.EndArray; JsonForm.Next(ref reader), length++)
        {
            if (dimension == _rank - 1)
            {
                items.Add(_item.ReadJson(ref reader));
            }
            else
            {
                ReadJsonLevel(ref reader, lengths, dimension + 1, items);
            }
        }

        if (lengths[dimension] >= 0 && lengths[dimension] != length)
        {
            throw new PayloadException($"The JSON for {TypeName} is not rectangular: one row has {lengths[dimension]} items and another {length}. Make the rows equal, or declare a jagged array.");
        }

        lengths[dimension] = length;
    }
}
