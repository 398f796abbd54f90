using System.Buffers;

namespace Covalent.Core.Leptons;

/// <summary>Between an array's encoded payload and an NPY file without decoding either: both hold the items as one block.</summary>
internal static class NpyBody
{
    /// <summary>Whether payloads of the type can pass this way.</summary>
    public static bool Serves(Type type) => type.IsArray && type != typeof(byte[]) && NpyTypes.Has(type.GetElementType()!) && (type.IsSZArray || type.GetArrayRank() > 1);

    /// <summary>Writes the array that a payload's body holds; false where the body holds null.</summary>
    public static bool TryWrite(Stream output, Type type, ReadOnlySpan<byte> body)
    {
        var reader = new VarintReader(body);
        var item = type.GetElementType()!;
        List<long> shape = [];
        var mark = reader.Next();
        if (mark == 0)
        {
            return false;
        }

        if (type.IsSZArray)
        {
            shape.Add((long)mark - 1);
        }
        else
        {
            for (var dimension = type.GetArrayRank(); dimension > 0; dimension--)
            {
                shape.Add((long)reader.Next());
            }
        }

        var items = body[reader.Position..];
        if (shape.Aggregate(1L, (product, length) => product * length) * NpyTypes.SizeOf(item) != items.Length)
        {
            throw new PayloadException("An array's payload is damaged: its length does not fit its size. Run the task that made it again.");
        }

        NpyHeader.Write(output, NpyTypes.NameOf(item), shape);
        output.Write(items);
        return true;
    }

    /// <summary>The payload's body of an array that lies in an NPY file, read once into the memory it stays in.</summary>
    public static byte[] Read(string path, Type type)
    {
        using var input = File.OpenRead(path);
        var header = NpyHeader.Read(input);
        NpyFile.Check(header, type.GetElementType()!, type.GetArrayRank());
        var prefix = Prefix(header, type);
        var size = header.Size(type.GetElementType()!);
        if (size != input.Length - header.Start)
        {
            throw NpyHeader.Damaged("its length does not fit its size");
        }

        if (size + prefix.Length > Array.MaxLength)
        {
            throw new LeptonException($"An array of {size:N0} bytes came back, and a single value ends at {Array.MaxLength:N0}. Return it in several parts.");
        }

        var body = GC.AllocateUninitializedArray<byte>(prefix.Length + (int)size);
        prefix.CopyTo(body);
        input.ReadExactly(body.AsSpan(prefix.Length));
        return body;
    }

    private static ReadOnlySpan<byte> Prefix(NpyHeader header, Type type)
    {
        var prefix = new ArrayBufferWriter<byte>();
        if (type.IsSZArray)
        {
            VarintReader.Write(prefix, (ulong)header.Shape[0] + 1);
            return prefix.WrittenSpan;
        }

        prefix.Write([(byte)1]);
        foreach (var length in header.Shape)
        {
            VarintReader.Write(prefix, (ulong)length);
        }

        return prefix.WrittenSpan;
    }
}
