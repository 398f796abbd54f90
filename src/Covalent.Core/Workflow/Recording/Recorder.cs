using System.Runtime.InteropServices;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>Records one run of one lattice function. Belongs to the thread that runs it.</summary>
internal sealed class Recorder
{
    [ThreadStatic]
    private static Recorder? current;

    private readonly Stack<CallBuffer> _calls = [];
    private readonly Stack<SlotBuffer> _slots = [];
    private readonly TemplateTable _templates;
    private readonly SharedConstants _shared;

    public Recorder(string latticeName, LatticeDefaults defaults)
    {
        LatticeName = latticeName;
        _templates = new TemplateTable(Graph, defaults);
        _shared = new SharedConstants(Graph);
    }

    /// <summary>The recorder of the lattice function running on this thread; null outside.</summary>
    public static Recorder? Current => current;

    public GraphBuilder Graph { get; } = new();

    public string LatticeName { get; }

    public static Recorder Require(string what) => current ?? throw WrongUse.OutsideLattice(what);

    /// <summary>Runs a lattice function under this recorder.</summary>
    public T Run<T>(Func<T> lattice)
    {
        if (current is { } other)
        {
            throw WrongUse.Nested(LatticeName, other.LatticeName);
        }

        current = this;
        try
        {
            return lattice();
        }
        finally
        {
            current = null;
        }
    }

    public void CheckOwn(Node node)
    {
        if (node.Recorder is { } owner && owner != this)
        {
            throw WrongUse.ForeignNode(node, this);
        }
    }

    /// <summary>Adds a node for a recorded call.</summary>
    public int Add(CallPlan plan, CallBuffer call, ExecutorSpec? executor = null, ElectronOptions? options = null)
    {
        var slots = _slots.TryPop(out var reused) ? reused : new SlotBuffer();
        try
        {
            var leaves = call.Leaves;
            for (var i = 0; i < leaves.Length; i++)
            {
                Write(slots, leaves[i], plan.Codecs[i]);
            }

            return Graph.AddNode(_templates.IndexOf(plan, executor, options), slots.Block.WrittenSpan, CollectionsMarshal.AsSpan(slots.Parents));
        }
        finally
        {
            slots.Clear();
            _slots.Push(slots);
        }
    }

    /// <summary>Adds an input of the lattice.</summary>
    public int AddParameter(TaskTemplate template, ValueCodec codec, object? value)
    {
        var slots = new SlotBuffer();
        WriteConstant(slots, codec, value);
        return Graph.AddNode(Graph.AddTemplate(template), slots.Block.WrittenSpan, []);
    }

    /// <summary>Id of a node; a part of another node's value becomes a node of its own here, because only nodes can be waited for or returned.</summary>
    public int IdOf(Node node)
    {
        CheckOwn(node);
        if (node.Id < 0)
        {
            node.Id = Glue.Materialise(this, node);
        }

        return node.Id;
    }

    public void WriteConstant(SlotBuffer slots, ValueCodec codec, object? value)
    {
        var writer = new SlotWriter(slots.Block);
        if (_shared.TryFind(value, codec, out var index))
        {
            writer.SharedConstant(index);
            return;
        }

        slots.Value.ResetWrittenCount();
        codec.Encode(value, slots.Value);
        if (slots.Value.WrittenCount >= SharedConstants.Smallest)
        {
            writer.SharedConstant(_shared.Add(value!, codec, slots.Value.WrittenSpan));
        }
        else
        {
            writer.Constant(slots.Value.WrittenSpan);
        }
    }

    public CallBuffer RentBuffer() => _calls.TryPop(out var buffer) ? buffer : new CallBuffer();

    public void ReturnBuffer(CallBuffer buffer)
    {
        buffer.Clear();
        _calls.Push(buffer);
    }

    private void Write(SlotBuffer slots, in Leaf leaf, ValueCodec? codec)
    {
        switch (leaf.Kind)
        {
            case SlotKind.Constant:
                Encode(slots, leaf, codec!);
                break;
            case SlotKind.Node:
                var id = ((Node)leaf.Value!).Id;
                new SlotWriter(slots.Block).Node(id);
                slots.Parents.Add(id);
                break;
            default:
                new StructureWriter(this, slots).Write(leaf.Value, leaf.Type);
                break;
        }
    }

    private void Encode(SlotBuffer slots, in Leaf leaf, ValueCodec codec)
    {
        try
        {
            WriteConstant(slots, codec, leaf.Value);
        }
        catch (CovalentException e) when (e is not WorkflowBuildException)
        {
            throw WrongUse.UnserialisableValue(leaf.Place.Argument < 0 ? "the object an electron's method is called on" : $"argument {leaf.Place.Argument + 1} of an electron", e);
        }
    }
}
