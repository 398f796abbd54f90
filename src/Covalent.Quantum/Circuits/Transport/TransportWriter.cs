using System.Numerics;

namespace Covalent.Quantum.Circuits.Transport;

/// <summary>The small values of which circuits and results are made, written so that <see cref="TransportReader"/> reads the same back.</summary>
internal sealed class TransportWriter(Stream stream) : BinaryWriter(stream)
{
    public void WriteComplex(Complex value)
    {
        Write(value.Real);
        Write(value.Imaginary);
    }

    public void WriteText(string? text)
    {
        Write(text is not null);
        if (text is not null)
        {
            Write(text);
        }
    }

    public void WriteOptional(double? value)
    {
        Write(value.HasValue);
        Write(value ?? 0);
    }

    public void WriteOptional(long? value)
    {
        Write(value.HasValue);
        Write(value ?? 0);
    }

    public void WriteList<T>(IReadOnlyCollection<T> items, Action<T> write)
    {
        Write7BitEncodedInt(items.Count);
        foreach (var item in items)
        {
            write(item);
        }
    }

    public void WriteMatrix(Complex[,] matrix)
    {
        Write7BitEncodedInt(matrix.GetLength(0));
        Write7BitEncodedInt(matrix.GetLength(1));
        foreach (var entry in matrix)
        {
            WriteComplex(entry);
        }
    }

    public void WriteTable(int[,] table)
    {
        Write7BitEncodedInt(table.GetLength(0));
        Write7BitEncodedInt(table.GetLength(1));
        foreach (var entry in table)
        {
            Write(entry);
        }
    }

    public void WriteWires(Wires wires) => WriteList(wires, WriteWire);

    public void WriteWire(Wire wire)
    {
        Write(wire.Label is not null);
        if (wire.Label is { } label)
        {
            Write(label);
        }
        else
        {
            Write(wire.Number!.Value);
        }
    }

    /// <summary>The value, or the values of a broadcast; where it came from does not travel.</summary>
    public void WriteParameter(Parameter parameter) => WriteList([.. Enumerable.Range(0, parameter.BatchSize ?? 0).Select(parameter.At), parameter.Value], Write);

    public void WriteShots(Shots shots)
    {
        Write(shots.IsVector);
        WriteList(shots.Counts, Write);
    }
}
