using Tomlyn.Syntax;

namespace Covalent.Core.Configuration;

/// <summary>Takes one value out: its whole line, or its part of an inline table.</summary>
internal static class TomlRemoval
{
    public static string Remove(TomlSource source, TomlLeaf leaf) => leaf.Syntax.Parent is InlineTableItemSyntax item
        ? FromInline(source.Text, item)
        : Line(source.Text, leaf.Syntax);

    private static string Line(string text, KeyValueSyntax pair)
    {
        var start = text.LastIndexOf('\n', Math.Max(0, pair.Span.Start.Offset - 1)) + 1;
        var end = text.IndexOf('\n', pair.Value!.Span.End.Offset);
        return end < 0 ? text[..start] : text.Remove(start, end + 1 - start);
    }

    private static string FromInline(string text, InlineTableItemSyntax item)
    {
        var items = ((InlineTableSyntax)item.Parent!.Parent!).Items.ToList();
        var index = items.IndexOf(item);
        var start = item.KeyValue!.Span.Start.Offset;
        var end = item.KeyValue.Value!.Span.End.Offset + 1;
        if (index < items.Count - 1)
        {
            end = items[index + 1].Span.Start.Offset;
        }
        else if (index > 0)
        {
            start = items[index - 1].KeyValue!.Value!.Span.End.Offset + 1;
        }
        return text.Remove(start, end - start);
    }
}
