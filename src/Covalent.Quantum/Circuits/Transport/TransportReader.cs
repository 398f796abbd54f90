using System.Numerics;

namespace Covalent.Quantum.Circuits.Transport;

/// <summary>Reads what <see cref="TransportWriter"/> wrote.</summary>
internal sealed class TransportReader(Stream stream) : BinaryReader(stream)
{
    public Complex ReadComplex() => new(ReadDouble(), ReadDouble());

    public string? ReadText() => ReadBoolean() ? ReadString() : null;

    public double? ReadOptionalDouble()
    {
        var present = ReadBoolean();
        var value = ReadDouble();
        return present ? value : null;
    }

    public long? ReadOptionalInt64()
    {
        var present = ReadBoolean();
        var value = ReadInt64();
        return present ? value : null;
    }

    public T[] ReadList<T>(Func<T> read)
    {
        var items = new T[Read7BitEncodedInt()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read();
        }

        return items;
    }

    public Complex[,] ReadMatrix() => ReadTable(ReadComplex);

    public T[,] ReadTable<T>(Func<T> read)
    {
        var table = new T[Read7BitEncodedInt(), Read7BitEncodedInt()];
        for (var row = 0; row < table.GetLength(0); row++)
        {
            for (var column = 0; column < table.GetLength(1); column++)
            {
                table[row, column] = read();
            }
        }

        return table;
    }

    public Wires ReadWires() => Wires.Create(ReadList(ReadWire));

    public Wire ReadWire() => ReadBoolean() ? ReadString() : ReadInt32();

    public Parameter ReadParameter()
    {
        var values = ReadList(ReadDouble);
        return values.Length == 1 ? values[0] : values[..^1];
    }

    public Shots ReadShots()
    {
        var isVector = ReadBoolean();
        var counts = ReadList(ReadInt32);
        return isVector ? Shots.Vector(counts) : counts is [var count] ? count : Shots.Analytic;
    }
}
