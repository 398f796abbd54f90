using System.Buffers;

namespace Covalent.Core.Graph;

/// <summary>Binary form of <see cref="LatticeInfo"/>.</summary>
internal static class LatticeCodec
{
    private const byte FormatVersion = 1;

    public static void Write(IBufferWriter<byte> output, LatticeInfo lattice)
    {
        var writer = new BinaryGraphWriter(output);
        writer.Byte(FormatVersion);
        writer.Text(lattice.Name);
        writer.OptionalText(lattice.Description);
        writer.Byte(lattice.Function is null ? (byte)0 : (byte)1);
        if (lattice.Function is { } function)
        {
            TemplateCodec.WriteFunction(writer, function);
        }

        writer.Int(lattice.Inputs.Count);
        foreach (var input in lattice.Inputs)
        {
            writer.Text(input.Name);
            writer.Text(input.Type);
            writer.Int(input.Node is { } node ? node + 1 : 0);
            writer.Bytes(input.Value is null ? [] : input.Value.ToArray());
        }

        writer.OptionalText(lattice.Defaults);
    }

    public static LatticeInfo Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new BinaryGraphReader(bytes);
        if (reader.Byte() is var version && version != FormatVersion)
        {
            throw new CovalentException($"A stored lattice has format {version}; this version of Covalent reads format {FormatVersion}. Use the version that wrote it.");
        }

        return new LatticeInfo(reader.Text())
        {
            Description = reader.OptionalText(),
            Function = reader.Byte() == 1 ? TemplateCodec.ReadFunction(ref reader) : null,
            Inputs = ReadInputs(ref reader),
            Defaults = reader.OptionalText(),
        };
    }

    private static LatticeInput[] ReadInputs(ref BinaryGraphReader reader)
    {
        var inputs = new LatticeInput[reader.Count(4)];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = new LatticeInput(reader.Text(), reader.Text(), reader.Int() is > 0 and var node ? node - 1 : null, PayloadOf(reader.Bytes()));
        }

        return inputs;
    }

    private static Payload? PayloadOf(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? null : Payload.FromBytes(bytes);
}
