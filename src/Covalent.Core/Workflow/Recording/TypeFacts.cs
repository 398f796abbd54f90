using System.Collections.Concurrent;

namespace Covalent.Core.Recording;

/// <summary>How values of one declared type are recorded.</summary>
internal sealed class TypeFacts
{
    private static readonly ConcurrentDictionary<Type, TypeFacts> Known = new();

    private TypeFacts(Type type)
    {
        Type = type;
        IsNode = Erasure.IsNode(type);
        Erased = Erasure.Erase(type);
        HoldsNodes = !IsNode && Erasure.MentionsNode(type);
        IsDelegate = typeof(Delegate).IsAssignableFrom(type);
    }

    public Type Type { get; }

    /// <summary>The same type with every <c>Node&lt;X&gt;</c> in it replaced by <c>X</c>: what the values will be.</summary>
    public Type Erased { get; }

    public bool IsNode { get; }

    /// <summary>Whether nodes may be inside the value: lists, dictionaries and tuples of nodes.</summary>
    public bool HoldsNodes { get; }

    public bool IsDelegate { get; }

    public static TypeFacts Of(Type type) => Known.GetOrAdd(type, static t => new TypeFacts(t));
}
