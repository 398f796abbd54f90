using Covalent.Core.Graph;

namespace Covalent.Core.Execution;

/// <summary>Reads the value of one slot.</summary>
internal abstract class SlotDecoder
{
    public abstract object? Read(ref SlotReader reader, INodeValues values);

    public static SlotDecoder[] For(TaskTemplate template, int expected)
    {
        if (template.Slots.Count != expected)
        {
            throw new CovalentException($"Template '{template.Name}' is damaged: its call uses {expected} slots and it has {template.Slots.Count}. Dispatch the workflow again.");
        }

        var decoders = new SlotDecoder[expected];
        for (var i = 0; i < expected; i++)
        {
            var type = TypeReference.Resolve(template.Slots[i].Type);
            decoders[i] = template.Slots[i].Kind switch
            {
                SlotKind.Constant => new ConstantDecoder(ValueCodec.For(type)),
                SlotKind.Node => new NodeDecoder(ValueCodec.For(type)),
                SlotKind.Json => new JsonDecoder(ValueCodec.For(type)),
                _ => new StructureDecoder(StructureReader.For(type)),
            };
        }

        return decoders;
    }

    private sealed class ConstantDecoder(ValueCodec codec) : SlotDecoder
    {
        public override object? Read(ref SlotReader reader, INodeValues values) => codec.Decode(reader.Constant());
    }

    private sealed class JsonDecoder(ValueCodec codec) : SlotDecoder
    {
        public override object? Read(ref SlotReader reader, INodeValues values) => codec.DecodeJson(reader.Constant());
    }

    private sealed class NodeDecoder(ValueCodec codec) : SlotDecoder
    {
        public override object? Read(ref SlotReader reader, INodeValues values) => NodeValueReader.Read(values, reader.Node(), codec);
    }

    private sealed class StructureDecoder(StructureReader structure) : SlotDecoder
    {
        public override object? Read(ref SlotReader reader, INodeValues values) => structure.Read(ref reader, values);
    }
}
