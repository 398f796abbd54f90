using System.Buffers;
using Covalent.Core.Execution;
using Covalent.Core.Expressions.Operators;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>Gives a lattice other inputs: by exchanging the values of its input nodes, or, where a plain parameter changes the graph itself, by
/// running its function again.</summary>
internal static class NewInputs
{
    public static RecordedLattice Apply(RecordedLattice earlier, object?[]? inputs, IReadOnlyDictionary<string, object?>? named)
    {
        var values = Collect(earlier.Info, inputs, named);
        if (values.Count == 0)
        {
            return earlier;
        }

        return values.Keys.All(index => earlier.Info.Inputs[index].Node is not null) ? Exchange(earlier, values) : RunAgain(earlier, values);
    }

    // Which inputs are really new, by position; plain parameters given the value they had are not.
    private static Dictionary<int, object?> Collect(LatticeInfo lattice, object?[]? inputs, IReadOnlyDictionary<string, object?>? named)
    {
        if (inputs is not null && inputs.Length != lattice.Inputs.Count)
        {
            throw WrongUse.InputCount(lattice, inputs.Length);
        }

        var values = new Dictionary<int, object?>();
        for (var i = 0; i < (inputs?.Length ?? 0); i++)
        {
            values[i] = inputs![i];
        }

        foreach (var (name, value) in named ?? new Dictionary<string, object?>())
        {
            var index = lattice.Inputs.ToList().FindIndex(input => input.Name == name);
            values[index >= 0 ? index : throw WrongUse.UnknownInput(lattice, name)] = value;
        }

        foreach (var index in values.Keys.ToList())
        {
            var input = lattice.Inputs[index];
            values[index] = Fit(lattice, input, values[index]);
            if (input.Node is null && IsSame(input, values[index]))
            {
                values.Remove(index);
            }
        }

        return values;
    }

    private static bool IsSame(LatticeInput input, object? value) =>
        input.Value is { } old && old.Body.ToArray().AsSpan().SequenceEqual(Payload.Encode(TypeReference.Resolve(input.Type), value).Body.ToArray());

    private static object? Fit(LatticeInfo lattice, LatticeInput input, object? value)
    {
        var type = TypeReference.Resolve(input.Type);
        try
        {
            if (value is Node { Origin: ConstantOrigin constant })
            {
                value = constant.Value;
            }

            return value is null || !Conversion.IsNumeric(value.GetType(), type)
                ? new Conversion(type, Conversion.Cast).Apply(value)
                : new Conversion(type, Conversion.Checked).Apply(value);
        }
        catch (Exception e) when (e is InvalidCastException or NullReferenceException or OverflowException)
        {
            throw WrongUse.InputType(lattice, input, type, value);
        }
    }

    private static RecordedLattice Exchange(RecordedLattice earlier, Dictionary<int, object?> values)
    {
        var parts = earlier.Graph.ToParts();
        var blocks = values.ToDictionary(pair => earlier.Info.Inputs[pair.Key].Node!.Value, pair => Encode(earlier.Info, earlier.Info.Inputs[pair.Key], pair.Value));
        var (slots, starts) = SlotExchange.Apply(earlier.Graph, blocks);
        return earlier with { Graph = new TransportGraph(parts with { Slots = slots, SlotStart = starts }) };
    }

    private static ReadOnlyMemory<byte> Encode(LatticeInfo lattice, LatticeInput input, object? value)
    {
        var type = TypeReference.Resolve(input.Type);
        try
        {
            var body = new ArrayBufferWriter<byte>();
            ValueCodec.For(type).Encode(value, body);
            var block = new ArrayBufferWriter<byte>();
            new SlotWriter(block).Constant(body.WrittenSpan);
            return block.WrittenMemory;
        }
        catch (PayloadException e)
        {
            throw WrongUse.UnserialisableInput(lattice.Name, input.Name, type, e);
        }
    }

    private static RecordedLattice RunAgain(RecordedLattice earlier, Dictionary<int, object?> values)
    {
        var lattice = earlier.Info;
        var method = FunctionReferences.Resolve(lattice.Function ?? throw WrongUse.NotRepeatable(lattice));
        var inputs = lattice.Inputs.Select((input, index) => values.TryGetValue(index, out var value) ? value : Previous(earlier, input)).ToArray();
        var defaults = lattice.Defaults is null ? null : LatticeDefaults.FromJson(lattice.Defaults);
        return LatticeCall.Record(method, LatticeTarget.Make(method), inputs, new DispatchOptions { Name = lattice.Name }, defaults);
    }

    private static object? Previous(RecordedLattice earlier, LatticeInput input)
    {
        var type = TypeReference.Resolve(input.Type);
        if (input.Node is { } node)
        {
            var reader = new SlotReader(earlier.Graph.SlotsOf(node).Span, earlier.Graph.SharedConstants);
            return ValueCodec.For(type).Decode(reader.Constant());
        }

        return input.Value is { } value ? value.Decode(type) : throw WrongUse.LostInput(earlier.Info, input);
    }
}
