using Covalent.Core.Serialization;

namespace Covalent.Core.Recording;

/// <summary>How nodes appear in messages.</summary>
internal static class NodeText
{
    /// <summary>Short: which node it is.</summary>
    public static string Name(Node node) => node switch
    {
        { Id: >= 0, Recorder: { } recorder } => $"node {node.Id} ('{recorder.Graph.Template(recorder.Graph.TemplateOf(node.Id)).Name}')",
        { Origin: ConstantOrigin constant } => $"the constant {constant.Value ?? "null"}",
        { Origin: PartOrigin { Member: { } member } part } => $"'{member.Name}' of {Name(part.Source)}",
        { Origin: PartOrigin part } => $"an element of {Name(part.Source)}",
        _ => "a collection of nodes",
    };

    public static string Describe(Node node)
    {
        var lattice = node.Recorder is { } recorder ? $" of lattice '{recorder.LatticeName}'" : "";
        return $"{Name(node)}{lattice}: no value yet, it is computed when the lattice runs";
    }
}
