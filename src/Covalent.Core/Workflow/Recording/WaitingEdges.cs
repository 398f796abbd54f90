namespace Covalent.Core.Recording;

/// <summary>Edges that order nodes without carrying a value.</summary>
internal static class WaitingEdges
{
    public static void Add(Node child, Node[] after)
    {
        ArgumentNullException.ThrowIfNull(after);
        var recorder = Recorder.Require("Wait");
        if ((child ?? throw WrongUse.NullNodeIn("Wait")).Origin is ConstantOrigin)
        {
            throw WrongUse.WaitingValue(child);
        }

        var id = recorder.IdOf(child);
        foreach (var node in after)
        {
            Add(recorder, child, id, node);
        }
    }

    private static void Add(Recorder recorder, Node child, int id, Node? node)
    {
        recorder.CheckOwn(node ?? throw WrongUse.NullNodeIn("Wait"));
        switch (node)
        {
            case { Id: >= 0 }:
                AddEdge(recorder, child, id, node.Id);
                break;
            case { Origin: PartOrigin part }:
                // A part is there as soon as the whole is.
                Add(recorder, child, id, part.Source);
                break;
            case { Origin: StructureOrigin structure }:
                foreach (var item in NodesIn(structure.Container))
                {
                    Add(recorder, child, id, item);
                }

                break;
            default:
                throw WrongUse.WaitForValue(node);
        }
    }

    private static void AddEdge(Recorder recorder, Node child, int id, int parent)
    {
        if (id == parent)
        {
            throw WrongUse.WaitForItself(child);
        }

        recorder.Graph.AddWait(id, parent);
    }

    private static IEnumerable<Node> NodesIn(object? value) => value switch
    {
        Node node => [node],
        System.Collections.IDictionary map => map.Values.Cast<object?>().SelectMany(NodesIn),
        System.Runtime.CompilerServices.ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => NodesIn(tuple[i])),
        System.Collections.IEnumerable list and not string => list.Cast<object?>().SelectMany(NodesIn),
        _ => [],
    };
}
