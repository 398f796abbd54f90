namespace QaoaMaxCut;

/// <summary>An undirected graph.</summary>
internal sealed record Graph(int Nodes, IReadOnlyList<(int From, int To)> Edges)
{
    public static Graph Ring(int nodes, (int From, int To)[] chords) =>
        new(nodes, [.. Enumerable.Range(0, nodes).Select(i => (i, (i + 1) % nodes)), .. chords]);

    /// <summary>Edges between nodes of different bits.</summary>
    public int Cut(string bits) => Edges.Count(edge => bits[edge.From] != bits[edge.To]);

    /// <summary>The largest cut of all.</summary>
    public int BestCut() => Enumerable.Range(0, 1 << Nodes).Max(bits => Edges.Count(edge => ((bits >> edge.From) & 1) != ((bits >> edge.To) & 1)));
}
