using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Covalent.Core.Serialization;

/// <summary>Items without repeats: the code of their comparer, a count and the items.</summary>
internal abstract class SetCodec<TSet, TItem> : ItemsCodec<TSet?, TItem>
    where TSet : class, IEnumerable<TItem>
{
    private protected abstract byte ComparerOf(TSet value);

    private protected abstract TSet Build(TItem[] items, byte comparer);

    internal sealed override void Describe(ShapeWriter shape) => shape.Add("set<").Part(Item).Add(">");

    internal sealed override void Write(ref WireWriter writer, TSet? value)
    {
        if (value is not null)
        {
            // The count comes first, as in every sequence, so that null has one form.
            var items = value.ToArray();
            writer.Count(items.Length);
            writer.Byte(ComparerOf(value));
            Item.WriteMany(ref writer, items);
            return;
        }

        writer.Byte(0);
    }

    internal sealed override TSet? Read(ref WireReader reader)
    {
        var count = reader.Count(Item.SmallestSize);
        if (count < 0)
        {
            return null;
        }

        var comparer = reader.Byte();
        var set = Build(ReadItems(ref reader, count), comparer);
        return set.TryGetNonEnumeratedCount(out var kept) && kept == count ? set : throw WireReader.Damaged("a set holds an item twice");
    }

    private protected sealed override IEnumerable<TItem> Items(TSet? value) => value!;

    private protected sealed override TSet Build(TItem[] items) => Build(items, 0);
}

internal sealed class HashSetCodec<T> : SetCodec<HashSet<T>, T>
{
    private protected override byte ComparerOf(HashSet<T> value) => KeyComparers.Code(value.Comparer, this);

    private protected override HashSet<T> Build(T[] items, byte comparer) => new(items, KeyComparers.Equality<T>(comparer));
}

internal sealed class SortedSetCodec<T> : SetCodec<SortedSet<T>, T>
{
    private protected override byte ComparerOf(SortedSet<T> value) => KeyComparers.Code(value.Comparer, this);

    private protected override SortedSet<T> Build(T[] items, byte comparer) => new(items, KeyComparers.Order<T>(comparer));
}

internal sealed class ImmutableHashSetCodec<T> : SetCodec<ImmutableHashSet<T>, T>
{
    private protected override byte ComparerOf(ImmutableHashSet<T> value) => KeyComparers.Code(value.KeyComparer, this);

    private protected override ImmutableHashSet<T> Build(T[] items, byte comparer) => ImmutableHashSet.CreateRange(KeyComparers.Equality<T>(comparer), items);

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => Item.ComputeImmutable(visiting);
}

internal sealed class ImmutableSortedSetCodec<T> : SetCodec<ImmutableSortedSet<T>, T>
{
    private protected override byte ComparerOf(ImmutableSortedSet<T> value) => KeyComparers.Code(value.KeyComparer, this);

    private protected override ImmutableSortedSet<T> Build(T[] items, byte comparer) => ImmutableSortedSet.CreateRange(KeyComparers.Order<T>(comparer), items);

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => Item.ComputeImmutable(visiting);
}

internal sealed class FrozenSetCodec<T> : SetCodec<FrozenSet<T>, T>
{
    private protected override byte ComparerOf(FrozenSet<T> value) => KeyComparers.Code(value.Comparer, this);

    private protected override FrozenSet<T> Build(T[] items, byte comparer) => items.ToFrozenSet(KeyComparers.Equality<T>(comparer));

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => Item.ComputeImmutable(visiting);
}

/// <summary>An interface of a set: a <see cref="HashSet{T}"/> on the other side.</summary>
internal sealed class SetInterfaceCodec<TInterface, TItem> : SetCodec<TInterface, TItem>
    where TInterface : class, IEnumerable<TItem>
{
    private protected override byte ComparerOf(TInterface value) => value switch
    {
        HashSet<TItem> set => KeyComparers.Code(set.Comparer, this),
        SortedSet<TItem> set => KeyComparers.Code(set.Comparer, this),
        ImmutableHashSet<TItem> set => KeyComparers.Code(set.KeyComparer, this),
        FrozenSet<TItem> set => KeyComparers.Code(set.Comparer, this),
        _ => 0,
    };

    private protected override TInterface Build(TItem[] items, byte comparer) =>
        (TInterface)(object)(typeof(TInterface) == typeof(IImmutableSet<TItem>)
            ? ImmutableHashSet.CreateRange(KeyComparers.Equality<TItem>(comparer), items)
            : new HashSet<TItem>(items, KeyComparers.Equality<TItem>(comparer)));
}
