using System.Collections;

namespace Covalent.Core.Recording;

/// <summary>Puts collections together from their items.</summary>
internal static class CollectionBuilder
{
    public static bool CanBuild(Type type, Type item) =>
        type.IsAssignableFrom(item.MakeArrayType()) || type.IsAssignableFrom(typeof(List<>).MakeGenericType(item)) || TakesItems(type, item);

    public static object Sequence(Type type, Type item, object?[] values)
    {
        var array = Array.CreateInstance(item, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            array.SetValue(values[i], i);
        }

        // IList<T> and ICollection<T> promise that items can be added, which an array breaks.
        var wantsGrowth = type.IsInterface && type.IsGenericType && type.GetGenericTypeDefinition() is var definition
            && (definition == typeof(IList<>) || definition == typeof(ICollection<>));
        return type.IsInstanceOfType(array) && !wantsGrowth ? array
            : type.IsInterface && type.IsAssignableFrom(typeof(List<>).MakeGenericType(item)) ? Activator.CreateInstance(typeof(List<>).MakeGenericType(item), array)!
            : type.IsInterface ? Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(item), array)!
            : Activator.CreateInstance(type, array)!;
    }

    public static object Map(Type type, Type key, Type value, IReadOnlyList<KeyValuePair<object, object?>> pairs)
    {
        var map = (IDictionary)Activator.CreateInstance(type.IsInterface ? typeof(Dictionary<,>).MakeGenericType(key, value) : type)!;
        foreach (var (name, item) in pairs)
        {
            map[name] = item;
        }

        return map;
    }

    private static bool TakesItems(Type type, Type item) => type.IsInterface
        ? type.IsAssignableFrom(typeof(HashSet<>).MakeGenericType(item))
        : type.GetConstructor([typeof(IEnumerable<>).MakeGenericType(item)]) is not null;
}
