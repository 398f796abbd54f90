using System.Buffers;
using Covalent.Core.Graph;

namespace Covalent.Testing;

/// <summary>Draws graphs without user code, for tests of engines, stores and drivers. Each task takes the outputs of its parents.</summary>
internal sealed class GraphSketch
{
    private readonly GraphBuilder _builder = new();
    private readonly Dictionary<(string, NodeKind, int, ElectronOptions), int> _templates = [];
    private int[] _output = [];

    /// <summary>A graph of independent tasks.</summary>
    public static TransportGraph Wide(int count, ElectronOptions? options = null)
    {
        var sketch = new GraphSketch();
        for (var i = 0; i < count; i++)
        {
            sketch.Task("task", options);
        }

        return sketch.Build();
    }

    /// <summary>A graph in which each task waits for the one before it.</summary>
    public static TransportGraph Chain(int count, ElectronOptions? options = null)
    {
        var sketch = new GraphSketch();
        var last = sketch.Task("first", options);
        for (var i = 1; i < count; i++)
        {
            last = sketch.Task("next", options, last);
        }

        return sketch.Returns(last).Build();
    }

    /// <summary>Layers of equal width; each task has up to <paramref name="parents"/> parents in the layer before.</summary>
    public static TransportGraph Layers(int layers, int width, int parents = 3, ElectronOptions? options = null)
    {
        var sketch = new GraphSketch();
        var before = Enumerable.Range(0, width).Select(_ => sketch.Task("first", options)).ToArray();
        for (var layer = 1; layer < layers; layer++)
        {
            var last = before;
            before = [.. Enumerable.Range(0, width).Select(i => sketch.Task("inner", options, [.. Enumerable.Range(i, Math.Min(parents, width)).Select(p => last[p % width])]))];
        }

        return sketch.Build();
    }

    public int Parameter(ReadOnlySpan<byte> value)
    {
        var slots = new ArrayBufferWriter<byte>();
        new SlotWriter(slots).Constant(value);
        return _builder.AddNode(Template("parameter", NodeKind.Parameter, 0, null), slots.WrittenSpan, []);
    }

    public int Task(string name, params int[] parents) => Node(name, NodeKind.Task, null, null, parents);

    public int Task(string name, ElectronOptions? options, params int[] parents) => Node(name, NodeKind.Task, options, null, parents);

    public int Sublattice(string name, params int[] parents) => Node(name, NodeKind.Sublattice, null, null, parents);

    /// <summary>A task that runs the given code.</summary>
    public int Coded(string name, string codeHash, params int[] parents) => Node(name, NodeKind.Task, null, codeHash, parents);

    public int Cached(string name, params int[] parents) => Node(name, NodeKind.Task, new ElectronOptions { Cache = true }, name, parents);

    public GraphSketch Wait(int child, int parent)
    {
        _builder.AddWait(child, parent);
        return this;
    }

    /// <summary>Lets the lattice return one node, or a list of several.</summary>
    public GraphSketch Returns(params int[] nodes)
    {
        _output = nodes;
        return this;
    }

    public TransportGraph Build() => _builder.Build(Output());

    private GraphOutput Output()
    {
        if (_output.Length == 0)
        {
            return GraphOutput.None;
        }

        var bytes = new ArrayBufferWriter<byte>();
        var writer = new SlotWriter(bytes);
        if (_output.Length > 1)
        {
            writer.Tag(StructureTag.List);
            writer.Count(_output.Length);
        }

        foreach (var node in _output)
        {
            writer.Tag(StructureTag.Node);
            writer.Node(node);
        }

        return new GraphOutput(_output.Length == 1 ? "System.Int32" : "System.Int32[]", bytes.WrittenMemory);
    }

    private int Node(string name, NodeKind kind, ElectronOptions? options, string? codeHash, ReadOnlySpan<int> parents)
    {
        var slots = new ArrayBufferWriter<byte>();
        var writer = new SlotWriter(slots);
        foreach (var parent in parents)
        {
            writer.Node(parent);
        }

        return _builder.AddNode(Template(name, kind, parents.Length, options, codeHash), slots.WrittenSpan, parents);
    }

    private int Template(string name, NodeKind kind, int slots, ElectronOptions? options, string? codeHash = null)
    {
        var key = (name + "/" + codeHash, kind, slots, options ?? ElectronOptions.None);
        if (_templates.TryGetValue(key, out var index))
        {
            return index;
        }

        var shape = new SlotShape(kind == NodeKind.Parameter ? SlotKind.Constant : SlotKind.Node, "System.Int32");
        index = _builder.AddTemplate(new TaskTemplate
        {
            Name = name,
            Kind = kind,
            Function = kind == NodeKind.Parameter ? null : new FunctionReference(FunctionReference.DotNet, "Sketch", "Sketch.Tasks", name) { CodeHash = codeHash },
            Slots = [.. Enumerable.Repeat(shape, kind == NodeKind.Parameter ? 1 : slots)],
            ResultType = "System.Int32",
            Options = options ?? ElectronOptions.None,
        });
        _templates.Add(key, index);
        return index;
    }
}
