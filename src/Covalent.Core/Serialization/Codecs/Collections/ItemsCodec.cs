using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>A sequence of items: a count and the items. All kinds of sequences share this form, so one reads what another wrote.</summary>
internal abstract class ItemsCodec<TCollection, TItem> : ValueCodec<TCollection>
{
    private const int PreviewedItems = 11;

    private protected ValueCodec<TItem> Item { get; private set; } = null!;

    internal sealed override int SmallestSize => 1;

    /// <summary>Whether there is no collection at all.</summary>
    private protected virtual bool IsMissing(TCollection value) => value is null;

    /// <summary>What stands for no collection at all.</summary>
    private protected virtual TCollection Missing => default!;

    /// <summary>The items in place, where they lie together.</summary>
    private protected virtual bool TryGetSpan(TCollection value, out ReadOnlySpan<TItem> items)
    {
        items = default;
        return false;
    }

    private protected abstract IEnumerable<TItem> Items(TCollection value);

    /// <summary>Makes the collection; the array is its own.</summary>
    private protected abstract TCollection Build(TItem[] items);

    internal override void Bind(CodecBuilder builder) => Item = builder.Part<TItem>();

    internal override void Describe(ShapeWriter shape) => shape.Add("list<").Part(Item).Add(">");

    internal override void Write(ref WireWriter writer, TCollection value)
    {
        if (IsMissing(value))
        {
            writer.Byte(0);
            return;
        }

        var items = TryGetSpan(value, out var span) ? span : Items(value).ToArray();
        writer.Count(items.Length);
        Item.WriteMany(ref writer, items);
    }

    internal override TCollection Read(ref WireReader reader)
    {
        var count = reader.Count(Item.SmallestSize);
        return count < 0 ? Missing : Build(ReadItems(ref reader, count));
    }

    internal override void WriteJson(Utf8JsonWriter writer, TCollection value)
    {
        if (IsMissing(value))
        {
            writer.WriteNullValue();
            return;
        }

        var items = TryGetSpan(value, out var span) ? span : Items(value).ToArray();
        if (typeof(TItem) == typeof(byte))
        {
            writer.WriteBase64StringValue(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TItem, byte>(ref MemoryMarshal.GetReference(items)), items.Length));
            return;
        }

        writer.WriteStartArray();
        var index = 0;
        try
        {
            for (; index < items.Length; index++)
            {
                Item.WriteJson(writer, items[index]);
            }
        }
        catch (PayloadException e) when (e.ThroughItem(index))
        {
            throw;
        }

        writer.WriteEndArray();
    }

    internal override TCollection ReadJson(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return Missing;
        }

        if (typeof(TItem) == typeof(byte) && reader.TokenType == JsonTokenType.String)
        {
            return reader.TryGetBytesFromBase64(out var bytes)
                ? Build((TItem[])(object)bytes)
                : throw JsonForm.Unfit(JsonForm.Text(ref reader, TypeName), TypeName + " (bytes in Base64)");
        }

        return Build([.. ReadJsonItems(ref reader)]);
    }

    internal override void Preview(PreviewText text, TCollection value)
    {
        if (IsMissing(value))
        {
            text.Append("null");
        }
        else if (TryGetSpan(value, out var span))
        {
            text.Items(Item, span, span.Length);
        }
        else if (Items(value) is var items && items.TryGetNonEnumeratedCount(out var count))
        {
            text.Items(Item, items.Take(PreviewedItems).ToArray(), count);
        }
        else
        {
            // Running a lazy sequence only to show it would run the user's code twice.
            text.Append("[…]");
        }
    }

    internal override string PreviewOfStart(ReadOnlySpan<byte> start)
    {
        var reader = new WireReader(start);
        var count = reader.Varint();
        return count == 0 ? "null" : PreviewText.OfItems("", Item, FirstItems(ref reader, Item, (long)count - 1), (long)count - 1);
    }

    /// <summary>As many of the first items as a preview shows and the bytes hold.</summary>
    internal static TItem[] FirstItems(ref WireReader reader, ValueCodec<TItem> codec, long count)
    {
        List<TItem> items = [];
        try
        {
            while (items.Count < Math.Min(count, PreviewedItems))
            {
                items.Add(codec.Read(ref reader));
            }
        }
        catch (PayloadException) when (items.Count > 0)
        {
            // The next item is larger than the bytes given.
        }

        return [.. items];
    }

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => false;

    private protected TItem[] ReadItems(ref WireReader reader, int count)
    {
        if (count == 0)
        {
            return [];
        }

        var size = Unsafe.SizeOf<TItem>();
        var items = NewArray(Item.IsRaw || reader.MayTake(count, size) ? count : Math.Min(count, 16));
        for (var read = 0; read < count; read = items.Length)
        {
            if (read > 0)
            {
                Array.Resize(ref items, (int)Math.Min(count, items.Length * 2L));
            }

            Item.ReadMany(ref reader, items.AsSpan(read), read);
        }

        return items;
    }

    private protected List<TItem> ReadJsonItems(ref Utf8JsonReader reader)
    {
        JsonForm.Expect(ref reader, JsonTokenType.StartArray, TypeName);
        List<TItem> items = [];
        try
        {
            for (JsonForm.Next(ref reader); reader.TokenType != JsonTokenType.EndArray; JsonForm.Next(ref reader))
            {
                items.Add(Item.ReadJson(ref reader));
            }
        }
        catch (PayloadException e) when (e.ThroughItem(items.Count))
        {
            throw;
        }

        return items;
    }

    private static TItem[] NewArray(int count) =>
        RuntimeHelpers.IsReferenceOrContainsReferences<TItem>() ? new TItem[count] : GC.AllocateUninitializedArray<TItem>(count);
}
