using System.Collections.Concurrent;
using Covalent.Core.Graph;
using Covalent.Core.Recording;

namespace Covalent.Core.Execution;

/// <summary>Reads a value of one type out of a structure slot: a whole value, or a collection put together item by item.</summary>
internal sealed class StructureReader
{
    private static readonly ConcurrentDictionary<Type, StructureReader> Known = new();
    private readonly Type _type;
    private readonly CollectionShape? _shape;

    private StructureReader(Type type)
    {
        _type = type;
        _shape = CollectionShape.Of(type);
    }

    // Codecs are found when needed: a dictionary with nodes in it is never decoded as a whole.
    private ValueCodec Codec => field ??= ValueCodec.For(_type);

    public static StructureReader For(Type type) => Known.GetOrAdd(type, static t => new StructureReader(t));

    public object? Read(ref SlotReader reader, INodeValues values) => reader.Tag() switch
    {
        StructureTag.Constant => Codec.Decode(reader.Constant()),
        StructureTag.Node => NodeValueReader.Read(values, reader.Node(), Codec),
        StructureTag.List when _shape is CollectionShape.Tuple tuple => ReadTuple(ref reader, values, tuple),
        StructureTag.List when _shape is CollectionShape.Sequence sequence => CollectionBuilder.Sequence(_type, sequence.Item, ReadItems(ref reader, values, For(sequence.Item))),
        StructureTag.Map when _shape is CollectionShape.Map map => ReadMap(ref reader, values, map),
        var tag => throw new CovalentException($"The arguments of a node are damaged: {tag} stands where a value of type '{_type}' is needed. Dispatch the workflow again."),
    };

    private static object?[] ReadItems(ref SlotReader reader, INodeValues values, StructureReader item)
    {
        var items = new object?[reader.Count()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = item.Read(ref reader, values);
        }

        return items;
    }

    private object ReadTuple(ref SlotReader reader, INodeValues values, CollectionShape.Tuple tuple)
    {
        if (reader.Count() != tuple.Parts.Length)
        {
            throw new CovalentException($"The arguments of a node are damaged: a value of type '{_type}' has another number of parts. Dispatch the workflow again.");
        }

        var parts = new object?[tuple.Parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = For(tuple.TypeOf(i)).Read(ref reader, values);
        }

        return Activator.CreateInstance(_type, parts)!;
    }

    private object ReadMap(ref SlotReader reader, INodeValues values, CollectionShape.Map map)
    {
        var pairs = new List<KeyValuePair<object, object?>>();
        var keys = ValueCodec.For(map.Key);
        for (var left = reader.Count(); left > 0; left--)
        {
            var key = keys.Decode(reader.Constant())!;
            pairs.Add(new(key, For(map.Value).Read(ref reader, values)));
        }

        return CollectionBuilder.Map(_type, map.Key, map.Value, pairs);
    }
}
