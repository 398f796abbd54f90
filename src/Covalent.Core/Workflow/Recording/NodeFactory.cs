using System.Collections;
using System.Collections.Concurrent;

namespace Covalent.Core.Recording;

/// <summary>Makes nodes whose type is known only at run time.</summary>
internal abstract class NodeFactory
{
    private static readonly ConcurrentDictionary<Type, NodeFactory> Known = new();

    public static Node Create(Type type, Recorder? recorder, int id, NodeOrigin? origin = null) =>
        Known.GetOrAdd(type, static t => (NodeFactory)Activator.CreateInstance(typeof(Of<>).MakeGenericType(t))!).Make(recorder, id, origin);

    /// <summary>Turns values into constants in the places where the type has nodes: the inverse of erasure.</summary>
    public static object? Wrap(object? value, Type type)
    {
        var facts = TypeFacts.Of(type);
        if (facts.IsNode)
        {
            return value as Node ?? Create(facts.Erased, null, -1, new ConstantOrigin(value));
        }

        return !facts.HoldsNodes || value is null || type.IsInstanceOfType(value) ? value : Rebuild(value, type);
    }

    private static object Rebuild(object value, Type type)
    {
        switch (CollectionShape.Of(type))
        {
            case CollectionShape.Sequence sequence:
                return CollectionBuilder.Sequence(type, sequence.Item, [.. ((IEnumerable)value).Cast<object?>().Select(item => Wrap(item, sequence.Item))]);
            case CollectionShape.Map map:
                var pairs = new List<KeyValuePair<object, object?>>();
                foreach (DictionaryEntry pair in (IDictionary)value)
                {
                    pairs.Add(new(pair.Key, Wrap(pair.Value, map.Value)));
                }

                return CollectionBuilder.Map(type, map.Key, map.Value, pairs);
            case CollectionShape.Tuple tuple:
                var plain = (CollectionShape.Tuple)CollectionShape.Of(value.GetType())!;
                return Activator.CreateInstance(type, [.. tuple.Parts.Select((_, i) => Wrap(plain.Get(value, i), tuple.TypeOf(i)))])!;
            default:
                throw WrongUse.UnknownCollection(type);
        }
    }

    private protected abstract Node Make(Recorder? recorder, int id, NodeOrigin? origin);

    private sealed class Of<T> : NodeFactory
    {
        private protected override Node Make(Recorder? recorder, int id, NodeOrigin? origin) => new Node<T>(recorder, id, origin);
    }
}
