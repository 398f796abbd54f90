using System.Text.Json.Nodes;
using Covalent.Core.Graph;

namespace Covalent;

/// <summary>The nodes and edges of one dispatch: immutable once built, held in flat arrays (about 20 bytes a node beside its arguments).</summary>
/// <remarks>Built by recording a lattice function; travels to a server and rests in the store in the same binary form.</remarks>
public sealed class TransportGraph
{
    private readonly int[] _templateOf;
    private readonly int[] _slotStart;
    private readonly byte[] _slots;
    private readonly int[] _childStart;
    private readonly int[] _children;
    private readonly int[] _parentStart;
    private readonly int[] _parents;

    internal TransportGraph(GraphParts parts)
    {
        _templateOf = parts.TemplateOf;
        _slotStart = parts.SlotStart;
        _slots = parts.Slots;
        _parentStart = parts.ParentStart;
        _parents = parts.Parents;
        Templates = parts.Templates;
        SharedConstants = parts.SharedConstants;
        Output = parts.Output;
        (_childStart, _children) = Adjacency.Invert(_parentStart, _parents);
    }

    /// <summary>Number of nodes; ids run from 0 to this minus one.</summary>
    public int NodeCount => _templateOf.Length;

    /// <summary>Number of edges, multiplicity and waiting edges included.</summary>
    public int EdgeCount => _parents.Length;

    /// <summary>The distinct calls of the lattice.</summary>
    public IReadOnlyList<TaskTemplate> Templates { get; }

    /// <summary>How the value of the dispatch is put together from nodes.</summary>
    public GraphOutput Output { get; }

    /// <summary>Large constants used by more than one slot; slot blocks refer to them by index.</summary>
    internal IReadOnlyList<ReadOnlyMemory<byte>> SharedConstants { get; }

    /// <summary>The template the node was made from.</summary>
    public TaskTemplate TemplateOf(int node) => Templates[_templateOf[node]];

    /// <summary>Index into <see cref="Templates"/> of the node's template.</summary>
    public int TemplateIndexOf(int node) => _templateOf[node];

    /// <summary>What the node is.</summary>
    public NodeKind KindOf(int node) => TemplateOf(node).Kind;

    /// <summary>The name people see.</summary>
    public string NameOf(int node) => TemplateOf(node).Name;

    /// <summary>Nodes that must complete before this one starts, with multiplicity: data edges in argument order, then waiting edges.</summary>
    public ReadOnlySpan<int> ParentsOf(int node) => _parents.AsSpan(_parentStart[node].._parentStart[node + 1]);

    /// <summary>Nodes that this one releases, with multiplicity.</summary>
    public ReadOnlySpan<int> ChildrenOf(int node) => _children.AsSpan(_childStart[node].._childStart[node + 1]);

    /// <summary>The contents of the node's slots; see <c>SlotReader</c>.</summary>
    internal ReadOnlyMemory<byte> SlotsOf(int node) => _slots.AsMemory(_slotStart[node], _slotStart[node + 1] - _slotStart[node]);

    /// <summary>The graph as JSON, for tools; the round trip through <see cref="FromJson"/> is exact.</summary>
    public JsonObject ToJson() => GraphJson.Write(this);

    /// <summary>Reads JSON made by <see cref="ToJson"/>.</summary>
    /// <exception cref="CovalentException">The JSON is not a graph; the message says where.</exception>
    public static TransportGraph FromJson(JsonObject json) => GraphJson.Read(json);

    /// <summary>Nodes in an order in which every node comes after its parents.</summary>
    public IReadOnlyList<int> TopologicalOrder() => Topology.Order(this);

    internal GraphParts ToParts() => new()
    {
        TemplateOf = _templateOf,
        SlotStart = _slotStart,
        Slots = _slots,
        ParentStart = _parentStart,
        Parents = _parents,
        Templates = Templates,
        SharedConstants = SharedConstants,
        Output = Output,
    };
}

/// <summary>How the value of a dispatch is put together.</summary>
/// <param name="Type">Type reference text of the value; empty when the lattice returns nothing.</param>
/// <param name="Structure">A structure slot (see <c>SlotWriter</c>) naming the nodes; empty when the lattice returns nothing.</param>
public sealed record GraphOutput(string Type, ReadOnlyMemory<byte> Structure)
{
    /// <summary>No value: the dispatch completes when all its nodes have.</summary>
    public static GraphOutput None { get; } = new("", ReadOnlyMemory<byte>.Empty);
}
