using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Covalent.Core.Serialization;

internal sealed class ArrayCodec<T> : ItemsCodec<T[]?, T>
{
    private protected override bool TryGetSpan(T[]? value, out ReadOnlySpan<T> items)
    {
        items = value;
        return true;
    }

    private protected override IEnumerable<T> Items(T[]? value) => value!;

    private protected override T[] Build(T[] items) => items;
}

internal sealed class ListCodec<T> : ItemsCodec<List<T>?, T>
{
    internal override List<T>? Read(ref WireReader reader)
    {
        var count = reader.Count(Item.SmallestSize);
        if (count < 0)
        {
            return null;
        }

        if (!reader.MayTake(count, System.Runtime.CompilerServices.Unsafe.SizeOf<T>()))
        {
            return Build(ReadItems(ref reader, count));
        }

        var list = new List<T>(count);
        CollectionsMarshal.SetCount(list, count);
        Item.ReadMany(ref reader, CollectionsMarshal.AsSpan(list), 0);
        return list;
    }

    private protected override bool TryGetSpan(List<T>? value, out ReadOnlySpan<T> items)
    {
        items = CollectionsMarshal.AsSpan(value);
        return true;
    }

    private protected override IEnumerable<T> Items(List<T>? value) => value!;

    private protected override List<T> Build(T[] items)
    {
        var list = new List<T>(items.Length);
        CollectionsMarshal.SetCount(list, items.Length);
        items.CopyTo(CollectionsMarshal.AsSpan(list));
        return list;
    }
}

internal sealed class MemoryCodec<T> : ItemsCodec<Memory<T>, T>
{
    private protected override Memory<T> Missing => Memory<T>.Empty;

    private protected override bool TryGetSpan(Memory<T> value, out ReadOnlySpan<T> items)
    {
        items = value.Span;
        return true;
    }

    private protected override IEnumerable<T> Items(Memory<T> value) => value.ToArray();

    private protected override Memory<T> Build(T[] items) => items;
}

internal sealed class ReadOnlyMemoryCodec<T> : ItemsCodec<ReadOnlyMemory<T>, T>
{
    private protected override ReadOnlyMemory<T> Missing => ReadOnlyMemory<T>.Empty;

    private protected override bool TryGetSpan(ReadOnlyMemory<T> value, out ReadOnlySpan<T> items)
    {
        items = value.Span;
        return true;
    }

    private protected override IEnumerable<T> Items(ReadOnlyMemory<T> value) => value.ToArray();

    private protected override ReadOnlyMemory<T> Build(T[] items) => items;
}

internal sealed class ArraySegmentCodec<T> : ItemsCodec<ArraySegment<T>, T>
{
    private protected override bool IsMissing(ArraySegment<T> value) => value.Array is null;

    private protected override bool TryGetSpan(ArraySegment<T> value, out ReadOnlySpan<T> items)
    {
        items = value;
        return true;
    }

    private protected override IEnumerable<T> Items(ArraySegment<T> value) => value;

    private protected override ArraySegment<T> Build(T[] items) => items;
}

internal sealed class ImmutableArrayCodec<T> : ItemsCodec<ImmutableArray<T>, T>
{
    private protected override bool IsMissing(ImmutableArray<T> value) => value.IsDefault;

    private protected override bool TryGetSpan(ImmutableArray<T> value, out ReadOnlySpan<T> items)
    {
        items = value.AsSpan();
        return true;
    }

    private protected override IEnumerable<T> Items(ImmutableArray<T> value) => value;

    private protected override ImmutableArray<T> Build(T[] items) => ImmutableCollectionsMarshal.AsImmutableArray(items);

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => Item.ComputeImmutable(visiting);
}
