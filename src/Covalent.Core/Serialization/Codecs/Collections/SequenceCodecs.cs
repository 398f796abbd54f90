using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Covalent.Core.Serialization;

/// <summary>A class of the framework that holds items in order and is made from them.</summary>
internal abstract class SequenceCodec<TCollection, TItem> : ItemsCodec<TCollection?, TItem>
    where TCollection : class, IEnumerable<TItem>
{
    private protected sealed override IEnumerable<TItem> Items(TCollection? value) => value!;
}

internal sealed class QueueCodec<T> : SequenceCodec<Queue<T>, T>
{
    private protected override Queue<T> Build(T[] items) => new(items);
}

/// <summary>Written from the top down, as a stack enumerates.</summary>
internal sealed class StackCodec<T> : SequenceCodec<Stack<T>, T>
{
    private protected override Stack<T> Build(T[] items)
    {
        Array.Reverse(items);
        return new Stack<T>(items);
    }
}

internal sealed class LinkedListCodec<T> : SequenceCodec<LinkedList<T>, T>
{
    private protected override LinkedList<T> Build(T[] items) => new(items);
}

internal sealed class CollectionCodec<T> : SequenceCodec<Collection<T>, T>
{
    private protected override Collection<T> Build(T[] items) => new([.. items]);
}

internal sealed class ReadOnlyCollectionCodec<T> : SequenceCodec<ReadOnlyCollection<T>, T>
{
    private protected override ReadOnlyCollection<T> Build(T[] items) => new(items);
}

internal sealed class ObservableCollectionCodec<T> : SequenceCodec<ObservableCollection<T>, T>
{
    private protected override ObservableCollection<T> Build(T[] items) => [.. items];
}

internal sealed class ConcurrentQueueCodec<T> : SequenceCodec<ConcurrentQueue<T>, T>
{
    private protected override ConcurrentQueue<T> Build(T[] items) => new(items);
}

internal sealed class ConcurrentStackCodec<T> : SequenceCodec<ConcurrentStack<T>, T>
{
    private protected override ConcurrentStack<T> Build(T[] items)
    {
        Array.Reverse(items);
        return new ConcurrentStack<T>(items);
    }
}

internal sealed class ConcurrentBagCodec<T> : SequenceCodec<ConcurrentBag<T>, T>
{
    private protected override ConcurrentBag<T> Build(T[] items)
    {
        Array.Reverse(items);
        return [.. items];
    }
}

internal sealed class ImmutableListCodec<T> : SequenceCodec<ImmutableList<T>, T>
{
    private protected override ImmutableList<T> Build(T[] items) => [.. items];

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => Item.ComputeImmutable(visiting);
}

internal sealed class ImmutableQueueCodec<T> : SequenceCodec<ImmutableQueue<T>, T>
{
    private protected override ImmutableQueue<T> Build(T[] items) => [.. items];

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => Item.ComputeImmutable(visiting);
}

internal sealed class ImmutableStackCodec<T> : SequenceCodec<ImmutableStack<T>, T>
{
    private protected override ImmutableStack<T> Build(T[] items)
    {
        Array.Reverse(items);
        return ImmutableStack.CreateRange(items);
    }

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => Item.ComputeImmutable(visiting);
}

/// <summary>An interface of a sequence; whatever carries the items here, a <see cref="List{T}"/> does on the other side.</summary>
internal sealed class ListInterfaceCodec<TInterface, TItem> : SequenceCodec<TInterface, TItem>
    where TInterface : class, IEnumerable<TItem>
{
    private protected override bool TryGetSpan(TInterface? value, out ReadOnlySpan<TItem> items)
    {
        items = value switch
        {
            TItem[] array => array,
            List<TItem> list => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list),
            _ => default,
        };
        return value is TItem[] or List<TItem>;
    }

    private protected override TInterface Build(TItem[] items) => (TInterface)(object)new List<TItem>(items);
}

/// <summary>The interface of immutable lists.</summary>
internal sealed class ImmutableListInterfaceCodec<T> : SequenceCodec<IImmutableList<T>, T>
{
    private protected override IImmutableList<T> Build(T[] items) => ImmutableList.Create(items);
}
