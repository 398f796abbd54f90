using Tomlyn.Syntax;

namespace Covalent.Core.Configuration;

/// <summary>Walks the syntax tree of an error-free document.</summary>
internal static class TomlFlattener
{
    public static (IReadOnlyList<TomlLeaf> Leaves, IReadOnlyList<TomlHeader> Headers) Flatten(DocumentSyntax document)
    {
        var leaves = new List<TomlLeaf>();
        var headers = new List<TomlHeader>();
        foreach (var pair in document.KeyValues)
        {
            Add(KeyPath.Root, pair, leaves, headers);
        }
        foreach (var table in document.Tables)
        {
            var path = KeyPath.From(table.Name!);
            headers.Add(new(path, table is TableArraySyntax, table));
            foreach (var pair in table.Items)
            {
                Add(path, pair, leaves, headers);
            }
        }
        return (leaves, headers);
    }

    private static void Add(KeyPath above, KeyValueSyntax pair, List<TomlLeaf> leaves, List<TomlHeader> headers)
    {
        var path = above.Append(KeyPath.From(pair.Key!));
        if (pair.Value is not InlineTableSyntax inline)
        {
            leaves.Add(new(path, Value(pair.Value!), pair));
            return;
        }
        if (inline.Items.ChildrenCount == 0)
        {
            headers.Add(new(path, false, pair));
        }
        foreach (var item in inline.Items)
        {
            Add(path, item.KeyValue!, leaves, headers);
        }
    }

    private static object Value(ValueSyntax value) => value switch
    {
        StringValueSyntax text => text.Value ?? "",
        IntegerValueSyntax number => number.Value,
        FloatValueSyntax number => number.Value,
        BooleanValueSyntax truth => truth.Value,
        DateTimeValueSyntax date => new TomlDate(date.Token?.Text ?? ""),
        ArraySyntax array => List(array),
        InlineTableSyntax table => Table(table),
        _ => throw new InvalidOperationException($"The TOML value {value.GetType().Name} is not known."),
    };

    private static List<object> List(ArraySyntax array)
    {
        var list = new List<object>();
        foreach (var item in array.Items)
        {
            list.Add(Value(item.Value!));
        }
        return list;
    }

    /// <summary>A table inside a list; its dotted keys stay dotted names.</summary>
    private static OrderedDictionary<string, object> Table(InlineTableSyntax inline)
    {
        var table = new OrderedDictionary<string, object>();
        foreach (var item in inline.Items)
        {
            table[KeyPath.From(item.KeyValue!.Key!).ToString()] = Value(item.KeyValue.Value!);
        }
        return table;
    }
}
