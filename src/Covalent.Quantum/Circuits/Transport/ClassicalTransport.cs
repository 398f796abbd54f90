namespace Covalent.Quantum.Circuits.Transport;

/// <summary>Expressions of measured bits to bytes and back.</summary>
internal static class ClassicalTransport
{
    public static void Write(TransportWriter writer, ClassicalValue value)
    {
        switch (value)
        {
            case BitValue bit:
                writer.Write((byte)0);
                writer.Write(bit.Index);
                break;
            case ConstantValue constant:
                writer.Write((byte)1);
                writer.Write(constant.Value);
                break;
            case BinaryValue binary:
                writer.Write((byte)2);
                writer.Write(binary.Operator);
                Write(writer, binary.Left);
                Write(writer, binary.Right);
                break;
            case RegisterValue register:
                writer.Write((byte)3);
                writer.WriteList(register.Register, writer.Write);
                writer.Write(register.Number);
                break;
            default:
                throw new InvalidOperationException($"{value} cannot travel to another process; run the circuit on threads.");
        }
    }

    public static ClassicalValue Read(TransportReader reader) => reader.ReadByte() switch
    {
        0 => new BitValue(reader.ReadInt32()),
        1 => new ConstantValue(reader.ReadDouble()),
        2 => new BinaryValue(reader.ReadString(), Read(reader), Read(reader)),
        3 => new RegisterValue(reader.ReadList(reader.ReadInt32), reader.ReadUInt64()),
        var tag => throw new InvalidDataException($"{tag} is no classical value."),
    };
}
