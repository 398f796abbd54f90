using System.Buffers;
using System.Runtime.InteropServices;

namespace Covalent.Core.Graph;

/// <summary>Collects nodes while a lattice function runs. Not thread-safe: one recorder owns it.</summary>
internal sealed class GraphBuilder
{
    private readonly List<int> _templateOf = [];
    private readonly List<int> _slotStart = [0];
    private readonly ArrayBufferWriter<byte> _slots = new();
    private readonly List<int> _parentStart = [0];
    private readonly List<int> _parents = [];
    private readonly List<(int Child, int Parent)> _waits = [];
    private readonly List<TaskTemplate> _templates = [];
    private readonly List<ReadOnlyMemory<byte>> _sharedConstants = [];

    public int NodeCount => _templateOf.Count;

    public int AddTemplate(TaskTemplate template)
    {
        _templates.Add(template);
        return _templates.Count - 1;
    }

    public TaskTemplate Template(int index) => _templates[index];

    public void ReplaceTemplate(int index, TaskTemplate template) => _templates[index] = template;

    public int TemplateOf(int node) => _templateOf[node];

    /// <summary>Moves one node to another template with the same slots, for options given after the call.</summary>
    public void SetTemplate(int node, int template) => _templateOf[node] = template;

    public int AddSharedConstant(ReadOnlyMemory<byte> encoded)
    {
        _sharedConstants.Add(encoded);
        return _sharedConstants.Count - 1;
    }

    /// <summary>Adds a node; parents must be given in the order in which the slots name them, with multiplicity.</summary>
    public int AddNode(int template, ReadOnlySpan<byte> slots, ReadOnlySpan<int> parents)
    {
        var id = _templateOf.Count;
        foreach (var parent in parents)
        {
            if ((uint)parent >= (uint)id)
            {
                throw new WorkflowBuildException($"Node {id} ('{_templates[template].Name}') uses node {parent}, which does not exist in this lattice. "
                    + "A node can only be used in the lattice that made it; pass its value as an input instead.");
            }
        }

        _templateOf.Add(template);
        _slots.Write(slots);
        _slotStart.Add(_slots.WrittenCount);
        _parents.AddRange(parents);
        _parentStart.Add(_parents.Count);
        return id;
    }

    /// <summary>Makes a node wait for another without taking its value. Checked for cycles by <see cref="Build"/>.</summary>
    public void AddWait(int child, int parent) => _waits.Add((child, parent));

    public TransportGraph Build(GraphOutput output)
    {
        var (parentStart, parents) = MergeWaits();
        var graph = new TransportGraph(new GraphParts
        {
            TemplateOf = [.. _templateOf],
            SlotStart = [.. _slotStart],
            Slots = _slots.WrittenSpan.ToArray(),
            ParentStart = parentStart,
            Parents = parents,
            Templates = [.. _templates],
            SharedConstants = [.. _sharedConstants],
            Output = output,
        });
        if (_waits.Count > 0)
        {
            GraphValidator.ThrowOnCycle(graph);
        }

        return graph;
    }

    private (int[] Start, int[] Parents) MergeWaits()
    {
        if (_waits.Count == 0)
        {
            return ([.. _parentStart], [.. _parents]);
        }

        _waits.Sort((a, b) => a.Child.CompareTo(b.Child));
        var waits = CollectionsMarshal.AsSpan(_waits);
        var start = new int[_parentStart.Count];
        var merged = new List<int>(_parents.Count + _waits.Count);
        var next = 0;
        for (var node = 0; node < _templateOf.Count; node++)
        {
            merged.AddRange(CollectionsMarshal.AsSpan(_parents)[_parentStart[node].._parentStart[node + 1]]);
            for (; next < waits.Length && waits[next].Child == node; next++)
            {
                merged.Add(waits[next].Parent);
            }

            start[node + 1] = merged.Count;
        }

        return (start, [.. merged]);
    }
}
