using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Covalent.Core.Recording;

/// <summary>How a collection type is taken apart when it is recorded and put together on the worker.</summary>
internal abstract record CollectionShape
{
    private static readonly ConcurrentDictionary<Type, CollectionShape?> Known = new();

    /// <summary>The shape of an array, list, set, dictionary or tuple type; null for any other.</summary>
    public static CollectionShape? Of(Type type) => Known.GetOrAdd(type, Make);

    private static CollectionShape? Make(Type type)
    {
        if (type.IsSZArray)
        {
            return new Sequence(type.GetElementType()!);
        }

        if (typeof(ITuple).IsAssignableFrom(type) && type.IsGenericType && type.Namespace == "System")
        {
            return new Tuple(PartsOf(type));
        }

        if ((Implements(type, typeof(IDictionary<,>)) ?? Implements(type, typeof(IReadOnlyDictionary<,>))) is { } map)
        {
            return new Map(map[0], map[1]);
        }

        return type != typeof(string) && Implements(type, typeof(IEnumerable<>)) is [var item] && CollectionBuilder.CanBuild(type, item) ? new Sequence(item) : null;
    }

    private static MemberInfo[] PartsOf(Type type)
    {
        var count = type.GetGenericArguments().Length;
        return [.. Enumerable.Range(1, count).Select(i => i == 8 ? "Rest" : $"Item{i}")
            .Select(name => (MemberInfo?)type.GetField(name) ?? type.GetProperty(name)!)];
    }

    private static Type[]? Implements(Type type, Type contract) => new[] { type }.Concat(type.GetInterfaces())
        .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == contract)?.GetGenericArguments();

    internal sealed record Sequence(Type Item) : CollectionShape;

    internal sealed record Map(Type Key, Type Value) : CollectionShape;

    internal sealed record Tuple(MemberInfo[] Parts) : CollectionShape
    {
        public Type TypeOf(int part) => Parts[part] is FieldInfo field ? field.FieldType : ((PropertyInfo)Parts[part]).PropertyType;

        public object? Get(object tuple, int part) => Parts[part] is FieldInfo field ? field.GetValue(tuple) : ((PropertyInfo)Parts[part]).GetValue(tuple);
    }
}
