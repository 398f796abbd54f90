using System.Collections;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>Writes a collection with nodes in it as a structure slot.</summary>
internal readonly ref struct StructureWriter(Recorder recorder, SlotBuffer slots)
{
    private readonly SlotWriter _writer = new(slots.Block);

    public void Write(object? value, Type type)
    {
        if (value is Node node)
        {
            Write(node);
            return;
        }

        var facts = TypeFacts.Of(type);
        if (facts.IsNode)
        {
            throw WrongUse.NullInCollection(type);
        }

        if (!facts.HoldsNodes || value is null)
        {
            Constant(value, facts.Erased);
            return;
        }

        switch (CollectionShape.Of(type))
        {
            case CollectionShape.Tuple tuple:
                _writer.Tag(StructureTag.List);
                _writer.Count(tuple.Parts.Length);
                for (var i = 0; i < tuple.Parts.Length; i++)
                {
                    Write(tuple.Get(value, i), tuple.TypeOf(i));
                }

                break;
            case CollectionShape.Map map:
                WriteMap((IEnumerable)value, map);
                break;
            case CollectionShape.Sequence sequence:
                WriteItems((IEnumerable)value, sequence.Item);
                break;
            default:
                throw WrongUse.UnknownCollection(type);
        }
    }

    private void Write(Node node)
    {
        recorder.CheckOwn(node);
        if (node.Origin is ConstantOrigin constant)
        {
            Constant(constant.Value, node.ValueType);
        }
        else if (node is { Id: < 0, Origin: StructureOrigin structure })
        {
            Write(structure.Container, structure.Type);
        }
        else
        {
            _writer.Tag(StructureTag.Node);
            var id = recorder.IdOf(node);
            _writer.Node(id);
            slots.Parents.Add(id);
        }
    }

    private void WriteItems(IEnumerable items, Type type)
    {
        var all = items.Cast<object?>().ToList();
        _writer.Tag(StructureTag.List);
        _writer.Count(all.Count);
        foreach (var item in all)
        {
            Write(item, type);
        }
    }

    private void WriteMap(IEnumerable map, CollectionShape.Map shape)
    {
        var pairs = Pairs(map);
        _writer.Tag(StructureTag.Map);
        _writer.Count(pairs.Count);
        foreach (var (key, item) in pairs)
        {
            if (key is Node || TypeFacts.Of(shape.Key) is { IsNode: true } or { HoldsNodes: true })
            {
                throw WrongUse.UnknownCollection(shape.Key);
            }

            recorder.WriteConstant(slots, Codec(shape.Key), key);
            Write(item, shape.Value);
        }
    }

    private static List<(object Key, object? Item)> Pairs(IEnumerable map)
    {
        var pairs = new List<(object, object?)>();
        foreach (var pair in map)
        {
            var type = pair.GetType();
            pairs.Add((type.GetProperty("Key")!.GetValue(pair)!, type.GetProperty("Value")!.GetValue(pair)));
        }

        return pairs;
    }

    private void Constant(object? value, Type type)
    {
        _writer.Tag(StructureTag.Constant);
        recorder.WriteConstant(slots, Codec(type), value);
    }

    private static ValueCodec Codec(Type type)
    {
        try
        {
            return ValueCodec.For(type);
        }
        catch (CovalentException e)
        {
            throw WrongUse.UnserialisableValue("a value in a collection of nodes", e);
        }
    }
}
