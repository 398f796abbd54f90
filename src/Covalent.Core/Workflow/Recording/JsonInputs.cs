using System.Buffers;
using System.Text;
using System.Text.Json;
using Covalent.Core.Expressions;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>Gives a lattice other inputs without its code, for servers, the command line and other languages: values are JSON, which the tasks read
/// as their declared types. A plain parameter decides the shape of the graph, so the lattice then becomes one sublattice, built by a worker.</summary>
internal static class JsonInputs
{
    /// <exception cref="WorkflowBuildException">An input is unknown, is not JSON, or the lattice cannot be run again.</exception>
    public static RecordedLattice Apply(RecordedLattice earlier, IReadOnlyDictionary<string, string> inputs)
    {
        var values = inputs.ToDictionary(pair => IndexOf(earlier.Info, pair.Key), pair => Checked(earlier.Info, pair.Key, pair.Value));
        return values.Keys.All(index => earlier.Info.Inputs[index].Node is not null) ? Exchange(earlier, values) : RunAgain(earlier, values);
    }

    private static int IndexOf(LatticeInfo lattice, string name)
    {
        var index = lattice.Inputs.ToList().FindIndex(input => input.Name == name);
        return index >= 0 ? index : throw WrongUse.UnknownInput(lattice, name);
    }

    private static byte[] Checked(LatticeInfo lattice, string name, string json)
    {
        try
        {
            JsonDocument.Parse(json).Dispose();
            return Encoding.UTF8.GetBytes(json);
        }
        catch (JsonException e)
        {
            throw WrongUse.InputNotJson(lattice, name, e);
        }
    }

    private static RecordedLattice Exchange(RecordedLattice earlier, Dictionary<int, byte[]> values)
    {
        var parts = earlier.Graph.ToParts();
        var templates = parts.Templates.ToList();
        var templateOf = parts.TemplateOf.ToArray();
        var blocks = new Dictionary<int, ReadOnlyMemory<byte>>();
        foreach (var (index, json) in values)
        {
            var input = earlier.Info.Inputs[index];
            templateOf[input.Node!.Value] = templates.Count;
            templates.Add(Parameter(input, SlotKind.Json));
            blocks[input.Node.Value] = Block(json);
        }

        var (slots, starts) = SlotExchange.Apply(earlier.Graph, blocks);
        return earlier with { Graph = new TransportGraph(parts with { Slots = slots, SlotStart = starts, Templates = templates, TemplateOf = templateOf }) };
    }

    private static RecordedLattice RunAgain(RecordedLattice earlier, Dictionary<int, byte[]> values)
    {
        var lattice = earlier.Info;
        var function = lattice.Function ?? throw WrongUse.NotRepeatable(lattice);
        var builder = new GraphBuilder();
        var inputs = new List<LatticeInput>();
        for (var index = 0; index < lattice.Inputs.Count; index++)
        {
            var input = lattice.Inputs[index];
            var isNew = values.TryGetValue(index, out var json);
            var template = builder.AddTemplate(Parameter(input, isNew ? SlotKind.Json : SlotKind.Constant));
            var block = isNew ? Block(json) : Previous(earlier, input);
            inputs.Add(input with { Node = builder.AddNode(template, block.Span, []), Value = null });
        }

        var sublattice = builder.AddNode(builder.AddTemplate(Call(earlier, function)), NodeSlots(inputs.Count), Enumerable.Range(0, inputs.Count).ToArray());
        var output = earlier.Graph.Output;
        return earlier with
        {
            Graph = builder.Build(output.Structure.IsEmpty ? output : new GraphOutput(output.Type, Whole(sublattice))),
            Info = lattice with { Inputs = inputs },
        };
    }

    private static TaskTemplate Call(RecordedLattice earlier, FunctionReference function)
    {
        var lattice = earlier.Info;
        var defaults = lattice.Defaults is null ? LatticeDefaults.None : LatticeDefaults.FromJson(lattice.Defaults);
        var tokens = new Token[lattice.Inputs.Count + 1];
        Array.Fill(tokens, new Token(Op.Slot, 0, null));
        tokens[0] = new Token(Op.Apply, lattice.Inputs.Count << 1, null);
        return new TaskTemplate
        {
            Name = lattice.Name,
            Kind = NodeKind.Sublattice,
            Function = function,
            Expression = SublatticeExpression.Write(TokenCodec.Write(tokens), defaults),
            Slots = [.. lattice.Inputs.Select(input => new SlotShape(SlotKind.Node, input.Type))],
            ResultType = earlier.Graph.Output.Type,
            Options = defaults.Glue,
        };
    }

    private static TaskTemplate Parameter(LatticeInput input, SlotKind kind) =>
        new() { Name = input.Name, Kind = NodeKind.Parameter, Slots = [new SlotShape(kind, input.Type)], ResultType = input.Type };

    private static ReadOnlyMemory<byte> Previous(RecordedLattice earlier, LatticeInput input)
    {
        if (input.Node is not { } node)
        {
            return input.Value is { } value ? Block(value.Body.ToArray()) : throw WrongUse.LostInput(earlier.Info, input);
        }

        var reader = new SlotReader(earlier.Graph.SlotsOf(node).Span, earlier.Graph.SharedConstants);
        return Block(reader.Constant());
    }

    private static ReadOnlyMemory<byte> Block(ReadOnlySpan<byte> constant)
    {
        var block = new ArrayBufferWriter<byte>();
        new SlotWriter(block).Constant(constant);
        return block.WrittenMemory;
    }

    private static byte[] NodeSlots(int count)
    {
        var block = new ArrayBufferWriter<byte>();
        var writer = new SlotWriter(block);
        for (var node = 0; node < count; node++)
        {
            writer.Node(node);
        }

        return block.WrittenSpan.ToArray();
    }

    private static byte[] Whole(int node)
    {
        var structure = new ArrayBufferWriter<byte>();
        var writer = new SlotWriter(structure);
        writer.Tag(StructureTag.Node);
        writer.Node(node);
        return structure.WrittenSpan.ToArray();
    }
}
