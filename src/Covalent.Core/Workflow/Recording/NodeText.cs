namespace Covalent.Core.Recording;

/// <summary>How nodes appear in messages.</summary>
internal static class NodeText
{
    /// <summary>Short: which node it is.</summary>
    public static string Name(Node? node) => node switch
    {
        null => "a node variable that is null",
        { Id: >= 0, Recorder: { } recorder } => $"node {node.Id} ('{recorder.Graph.Template(recorder.Graph.TemplateOf(node.Id)).Name}')",
        { Origin: ConstantOrigin constant } => $"the constant {Short(constant.Value)}",
        { Origin: PartOrigin { Member: { } member } part } => $"'{MemberNames.Property(member)}' of {Name(part.Source)}",
        { Origin: PartOrigin part } => $"an element of {Name(part.Source)}",
        _ => "a collection of nodes",
    };

    public static string Describe(Node node)
    {
        var lattice = node.Recorder is { } recorder ? $" of lattice '{recorder.LatticeName}'" : "";
        return $"{Name(node)}{lattice}: no value yet, it is computed when the lattice runs";
    }

    private static string Short(object? value)
    {
        var text = value?.ToString() ?? "null";
        return text.Length <= 40 ? text : text[..40] + "…";
    }
}
