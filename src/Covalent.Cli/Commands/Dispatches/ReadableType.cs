using System.Buffers;
using System.Numerics;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary>Finds the type a payload's header names, among those that need no code of the user: numbers, texts, dates, and arrays, lists, dictionaries
/// and tuples of them. Nothing is ever looked up by a name that the data chose.</summary>
internal ref struct ReadableType(ReadOnlySpan<char> text)
{
    private static readonly SearchValues<char> Separators = SearchValues.Create("<>[](),? ");

    private static readonly Dictionary<string, Type> Simple = new(StringComparer.Ordinal)
    {
        ["bool"] = typeof(bool), ["byte"] = typeof(byte), ["sbyte"] = typeof(sbyte), ["short"] = typeof(short), ["ushort"] = typeof(ushort),
        ["int"] = typeof(int), ["uint"] = typeof(uint), ["long"] = typeof(long), ["ulong"] = typeof(ulong), ["float"] = typeof(float),
        ["double"] = typeof(double), ["decimal"] = typeof(decimal), ["char"] = typeof(char), ["string"] = typeof(string), ["Complex"] = typeof(Complex),
        ["BigInteger"] = typeof(BigInteger), ["Half"] = typeof(Half), ["Guid"] = typeof(Guid), ["DateTime"] = typeof(DateTime),
        ["DateTimeOffset"] = typeof(DateTimeOffset), ["DateOnly"] = typeof(DateOnly), ["TimeOnly"] = typeof(TimeOnly), ["TimeSpan"] = typeof(TimeSpan),
        ["Uri"] = typeof(Uri), ["Version"] = typeof(Version),
    };

    private static readonly Dictionary<(string, int), Type> Generic = new()
    {
        [("List", 1)] = typeof(List<>), [("IList", 1)] = typeof(IList<>), [("IReadOnlyList", 1)] = typeof(IReadOnlyList<>), [("IEnumerable", 1)] = typeof(IEnumerable<>),
        [("HashSet", 1)] = typeof(HashSet<>), [("Dictionary", 2)] = typeof(Dictionary<,>), [("IReadOnlyDictionary", 2)] = typeof(IReadOnlyDictionary<,>),
        [("KeyValuePair", 2)] = typeof(KeyValuePair<,>),
    };

    private static readonly Type[] Tuples = [typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>)];

    private ReadOnlySpan<char> _rest = text;

    /// <summary>The type; null when it is not one of these.</summary>
    public static Type? Find(string text)
    {
        var reader = new ReadableType(text);
        return reader.Read(depth: 0) is { } type && reader._rest.IsEmpty ? type : null;
    }

    private Type? Read(int depth)
    {
        const int deepest = 16;
        var type = depth > deepest ? null : _rest is ['(', ..] ? ReadTuple(depth) : ReadNamed(depth);
        if (type is { IsValueType: true } && _rest is ['?', ..])
        {
            _rest = _rest[1..];
            type = typeof(Nullable<>).MakeGenericType(type);
        }

        return type is null ? null : ReadRanks(type);
    }

    // C# writes the outermost rank first.
    private Type? ReadRanks(Type element)
    {
        var ranks = new Stack<int>();
        while (_rest is ['[', ..])
        {
            var end = _rest.IndexOf(']');
            if (end < 0 || _rest[1..end].ContainsAnyExcept(','))
            {
                return null;
            }

            ranks.Push(end);
            _rest = _rest[(end + 1)..];
        }

        return ranks.Aggregate(element, static (type, rank) => rank == 1 ? type.MakeArrayType() : type.MakeArrayType(rank));
    }

    private Type? ReadNamed(int depth)
    {
        var length = _rest.IndexOfAny(Separators);
        var name = (length < 0 ? _rest : _rest[..length]).ToString();
        _rest = _rest[name.Length..];
        if (_rest is not ['<', ..])
        {
            return Simple.GetValueOrDefault(name);
        }

        return ReadList('>', depth) is { } arguments && Generic.TryGetValue((name, arguments.Length), out var definition) ? definition.MakeGenericType(arguments) : null;
    }

    private Type? ReadTuple(int depth) =>
        ReadList(')', depth) is { } items && items.Length <= Tuples.Length ? Tuples[items.Length - 1].MakeGenericType(items) : null;

    private Type[]? ReadList(char close, int depth)
    {
        var items = new List<Type>();
        do
        {
            _rest = _rest[1..].TrimStart(' ');
            if (Read(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }
        while (_rest is [',', ..]);

        if (_rest.IsEmpty || _rest[0] != close)
        {
            return null;
        }

        _rest = _rest[1..];
        return [.. items];
    }
}
