using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Covalent.Core.Serialization;

internal sealed class DictionaryCodec<TKey, TValue> : MapCodec<Dictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private protected override byte ComparerOf(Dictionary<TKey, TValue> map) => KeyComparers.Code(map.Comparer, this);

    private protected override Dictionary<TKey, TValue> Build(Dictionary<TKey, TValue> entries, byte comparer) => entries;
}

/// <summary>An interface of a map: a <see cref="Dictionary{TKey, TValue}"/> on the other side.</summary>
internal sealed class MapInterfaceCodec<TInterface, TKey, TValue> : MapCodec<TInterface, TKey, TValue>
    where TInterface : class, IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    private protected override byte ComparerOf(TInterface map) => map switch
    {
        Dictionary<TKey, TValue> known => KeyComparers.Code(known.Comparer, this),
        SortedDictionary<TKey, TValue> known => KeyComparers.Code(known.Comparer, this),
        ConcurrentDictionary<TKey, TValue> known => KeyComparers.Code(known.Comparer, this),
        ImmutableDictionary<TKey, TValue> known => KeyComparers.Code(known.KeyComparer, this),
        FrozenDictionary<TKey, TValue> known => KeyComparers.Code(known.Comparer, this),
        _ => 0,
    };

    private protected override TInterface Build(Dictionary<TKey, TValue> entries, byte comparer) =>
        (TInterface)(object)(typeof(TInterface) == typeof(IImmutableDictionary<TKey, TValue>)
            ? entries.ToImmutableDictionary(KeyComparers.Equality<TKey>(comparer))
            : entries);
}

internal sealed class ReadOnlyDictionaryCodec<TKey, TValue> : MapCodec<ReadOnlyDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private protected override byte ComparerOf(ReadOnlyDictionary<TKey, TValue> map) => 0;

    private protected override ReadOnlyDictionary<TKey, TValue> Build(Dictionary<TKey, TValue> entries, byte comparer) => new(entries);
}

internal sealed class ConcurrentDictionaryCodec<TKey, TValue> : MapCodec<ConcurrentDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private protected override byte ComparerOf(ConcurrentDictionary<TKey, TValue> map) => KeyComparers.Code(map.Comparer, this);

    private protected override ConcurrentDictionary<TKey, TValue> Build(Dictionary<TKey, TValue> entries, byte comparer) =>
        new(entries, KeyComparers.Equality<TKey>(comparer));
}

internal sealed class ImmutableDictionaryCodec<TKey, TValue> : MapCodec<ImmutableDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private protected override byte ComparerOf(ImmutableDictionary<TKey, TValue> map) => KeyComparers.Code(map.KeyComparer, this);

    private protected override ImmutableDictionary<TKey, TValue> Build(Dictionary<TKey, TValue> entries, byte comparer) =>
        entries.ToImmutableDictionary(KeyComparers.Equality<TKey>(comparer));

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => PartsAreImmutable(visiting);
}

internal sealed class FrozenDictionaryCodec<TKey, TValue> : MapCodec<FrozenDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private protected override byte ComparerOf(FrozenDictionary<TKey, TValue> map) => KeyComparers.Code(map.Comparer, this);

    private protected override FrozenDictionary<TKey, TValue> Build(Dictionary<TKey, TValue> entries, byte comparer) =>
        entries.ToFrozenDictionary(KeyComparers.Equality<TKey>(comparer));

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => PartsAreImmutable(visiting);
}

/// <summary>A map in the order of its keys. Entries are gathered by plain equality; the order is made when all are there.</summary>
internal abstract class SortedMapCodec<TMap, TKey, TValue> : MapCodec<TMap, TKey, TValue>
    where TMap : class, IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    private protected sealed override Dictionary<TKey, TValue> NewEntries(byte comparer, int capacity)
    {
        KeyComparers.Order<TKey>(comparer);
        return new Dictionary<TKey, TValue>(capacity);
    }
}

internal sealed class SortedDictionaryCodec<TKey, TValue> : SortedMapCodec<SortedDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private protected override byte ComparerOf(SortedDictionary<TKey, TValue> map) => KeyComparers.Code(map.Comparer, this);

    private protected override SortedDictionary<TKey, TValue> Build(Dictionary<TKey, TValue> entries, byte comparer) =>
        new(entries, KeyComparers.Order<TKey>(comparer));
}

internal sealed class SortedListCodec<TKey, TValue> : SortedMapCodec<SortedList<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private protected override byte ComparerOf(SortedList<TKey, TValue> map) => KeyComparers.Code(map.Comparer, this);

    private protected override SortedList<TKey, TValue> Build(Dictionary<TKey, TValue> entries, byte comparer) =>
        new(entries, KeyComparers.Order<TKey>(comparer));
}

internal sealed class ImmutableSortedDictionaryCodec<TKey, TValue> : SortedMapCodec<ImmutableSortedDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private protected override byte ComparerOf(ImmutableSortedDictionary<TKey, TValue> map) => KeyComparers.Code(map.KeyComparer, this);

    private protected override ImmutableSortedDictionary<TKey, TValue> Build(Dictionary<TKey, TValue> entries, byte comparer) =>
        entries.ToImmutableSortedDictionary(KeyComparers.Order<TKey>(comparer));

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => PartsAreImmutable(visiting);
}
