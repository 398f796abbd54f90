using Tomlyn.Syntax;

namespace Covalent.Core.Configuration;

/// <summary>Finds the place for a new key: an inline table that holds its neighbours, the section's own lines, dotted keys that
/// define its section, or else a new section at the end.</summary>
internal static class TomlInsertion
{
    public static string Insert(TomlSource source, KeyPath path, object value)
    {
        var text = source.Text;
        var line = LineBreak(text);
        if (FindInline(source.Document, path) is { } inline)
        {
            return IntoInline(text, inline.Table, $"{path.Skip(inline.Depth)} = {TomlLiteral.Write(value)}");
        }
        if (FindNeighbour(source, path) is { } neighbour)
        {
            return AfterLine(text, neighbour.Anchor, $"{Indent(text, neighbour.Anchor)}{path.Skip(neighbour.Depth)} = {TomlLiteral.Write(value)}", line);
        }
        var head = text.Length == 0 ? "" : text.EndsWith('\n') ? text + line : text + line + line;
        return $"{head}[{path.Take(path.Count - 1)}]{line}{KeyPath.Of(path.Last)} = {TomlLiteral.Write(value)}{line}";
    }

    /// <summary>The line after which the key goes, and how much of the path its section already says.</summary>
    private static (SyntaxNode Anchor, int Depth)? FindNeighbour(TomlSource source, KeyPath path)
    {
        (SyntaxNode Anchor, int Depth)? dotted = null;
        foreach (var table in source.Document.Tables.OfType<TableSyntax>())
        {
            var header = KeyPath.From(table.Name!);
            if (header.Count == path.Count - 1 && path.StartsWith(header))
            {
                return (LastOf(table.Items) ?? (SyntaxNode)table.CloseBracket!, header.Count);
            }
            dotted = path.StartsWith(header) ? Dotted(table.Items, header, path) ?? dotted : dotted;
        }
        return dotted ?? Dotted(source.Document.KeyValues, KeyPath.Root, path);
    }

    /// <summary>Keys such as <c>slurm.address</c> define <c>slurm</c>, which then may not get a section line of its own.</summary>
    private static (SyntaxNode Anchor, int Depth)? Dotted(SyntaxList<KeyValueSyntax> pairs, KeyPath above, KeyPath path)
    {
        KeyValueSyntax? last = null;
        foreach (var pair in pairs)
        {
            var key = above.Append(KeyPath.From(pair.Key!));
            if (key.Count > above.Count + 1 && path.StartsWith(key.Take(above.Count + 1)))
            {
                last = pair;
            }
        }
        return last is null ? null : (last, above.Count);
    }

    private static (InlineTableSyntax Table, int Depth)? FindInline(DocumentSyntax document, KeyPath path)
    {
        var found = FindInline(document.KeyValues, KeyPath.Root, path);
        foreach (var table in document.Tables.OfType<TableSyntax>())
        {
            found ??= FindInline(table.Items, KeyPath.From(table.Name!), path);
        }
        return found;
    }

    private static (InlineTableSyntax Table, int Depth)? FindInline(IEnumerable<KeyValueSyntax> pairs, KeyPath above, KeyPath path)
    {
        foreach (var pair in pairs)
        {
            var key = above.Append(KeyPath.From(pair.Key!));
            if (pair.Value is InlineTableSyntax inline && key.Count < path.Count && path.StartsWith(key))
            {
                return FindInline(inline.Items.Select(i => i.KeyValue!), key, path) ?? (inline, key.Count);
            }
        }
        return null;
    }

    private static string IntoInline(string text, InlineTableSyntax table, string pair)
    {
        if (table.Items.LastOrDefault() is not { } last)
        {
            return text.Insert(table.OpenBrace!.Span.End.Offset + 1, $" {pair} ");
        }
        return last.Comma is { } comma
            ? text.Insert(comma.Span.End.Offset + 1, $" {pair}")
            : text.Insert(last.KeyValue!.Value!.Span.End.Offset + 1, $", {pair}");
    }

    private static string AfterLine(string text, SyntaxNode anchor, string addition, string lineBreak)
    {
        var end = text.IndexOf('\n', EndOf(anchor));
        return end < 0 ? $"{text}{lineBreak}{addition}{lineBreak}" : text.Insert(end + 1, addition + lineBreak);
    }

    private static int EndOf(SyntaxNode anchor) => (anchor is KeyValueSyntax pair ? pair.Value! : anchor).Span.End.Offset;

    private static string Indent(string text, SyntaxNode anchor)
    {
        var start = text.LastIndexOf('\n', Math.Max(0, anchor.Span.Start.Offset - 1)) + 1;
        var rest = text.AsSpan(start);
        return rest[..^rest.TrimStart(" \t").Length].ToString();
    }

    private static KeyValueSyntax? LastOf(SyntaxList<KeyValueSyntax> items) => items.LastOrDefault();

    private static string LineBreak(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
}
