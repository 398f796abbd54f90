using System.Text.Json.Nodes;

namespace Covalent.Core.Graph;

/// <summary>Binary form of a <see cref="TaskTemplate"/>, used in stored graphs and in task packages.</summary>
internal static class TemplateCodec
{
    private const byte HasFunction = 1;

    public static void Write(BinaryGraphWriter writer, TaskTemplate template)
    {
        writer.Text(template.Name);
        writer.Byte((byte)template.Kind);
        writer.Byte(template.Function is null ? (byte)0 : HasFunction);
        if (template.Function is { } function)
        {
            WriteFunction(writer, function);
        }

        writer.Bytes(template.Expression.Span);
        writer.Int(template.Slots.Count);
        foreach (var slot in template.Slots)
        {
            writer.Byte((byte)slot.Kind);
            writer.Text(slot.Type);
        }

        writer.Text(template.ResultType);
        writer.Text(template.Options == ElectronOptions.None ? "" : OptionsJson.Write(template.Options).ToJsonString());
        writer.OptionalText(template.Source);
    }

    public static TaskTemplate Read(ref BinaryGraphReader reader) => new()
    {
        Name = reader.Text(),
        Kind = reader.Byte() is var kind and <= (byte)NodeKind.Sublattice ? (NodeKind)kind : throw BinaryGraphReader.Damaged("a node kind is unknown"),
        Function = reader.Byte() == HasFunction ? ReadFunction(ref reader) : null,
        Expression = reader.Bytes(),
        Slots = ReadSlots(ref reader),
        ResultType = reader.Text(),
        Options = ReadOptions(reader.Text()),
        Source = reader.OptionalText(),
    };

    public static void WriteFunction(BinaryGraphWriter writer, FunctionReference function)
    {
        writer.Text(function.Language);
        writer.Text(function.Assembly);
        writer.Text(function.DeclaringType);
        writer.Text(function.Method);
        writer.Bytes(function.ModuleVersion.ToByteArray());
        writer.Text(function.GenericArguments);
        writer.Text(function.ParameterTypes);
        writer.OptionalText(function.CodeHash);
    }

    public static FunctionReference ReadFunction(ref BinaryGraphReader reader) => new(reader.Text(), reader.Text(), reader.Text(), reader.Text())
    {
        ModuleVersion = reader.Bytes() is { Length: 16 } mvid ? new Guid(mvid.Span) : throw BinaryGraphReader.Damaged("a module version is not 16 bytes"),
        GenericArguments = reader.Text(),
        ParameterTypes = reader.Text(),
        CodeHash = reader.OptionalText(),
    };

    private static SlotShape[] ReadSlots(ref BinaryGraphReader reader)
    {
        var slots = new SlotShape[reader.Count(2)];
        for (var i = 0; i < slots.Length; i++)
        {
            var kind = reader.Byte();
            slots[i] = kind <= (byte)SlotKind.Json ? new SlotShape((SlotKind)kind, reader.Text()) : throw BinaryGraphReader.Damaged("a slot kind is unknown");
        }

        return slots;
    }

    private static ElectronOptions ReadOptions(string json)
    {
        if (json.Length == 0)
        {
            return ElectronOptions.None;
        }

        try
        {
            return OptionsJson.Read(JsonNode.Parse(json)!.AsObject());
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or FormatException or OverflowException or ArgumentException or NullReferenceException)
        {
            throw BinaryGraphReader.Damaged($"the options of a node are not readable ({e.Message})");
        }
    }
}
