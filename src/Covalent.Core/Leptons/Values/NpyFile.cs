using System.Runtime.InteropServices;

namespace Covalent.Core.Leptons;

/// <summary>Arrays of C# to and from NPY files, as blocks of memory.</summary>
internal static class NpyFile
{
    private const int Piece = 1 << 24;

    public static void Write(Stream output, Array array)
    {
        var item = array.GetType().GetElementType()!;
        NpyHeader.Write(output, NpyTypes.NameOf(item), Enumerable.Range(0, array.Rank).Select(array.GetLongLength));
        foreach (var (start, length) in Pieces(array.LongLength * NpyTypes.SizeOf(item)))
        {
            output.Write(Memory(array, start, length));
        }
    }

    /// <summary>Reads a file into a new array of a declared type.</summary>
    /// <exception cref="LeptonException">The file holds another type or number of dimensions.</exception>
    public static Array Read(Stream input, Type arrayType)
    {
        var item = arrayType.GetElementType()!;
        var header = NpyHeader.Read(input);
        Check(header, item, arrayType.GetArrayRank());
        if (header.Size(item) != input.Length - header.Start)
        {
            throw NpyHeader.Damaged("its length does not fit its size");
        }

        var array = Array.CreateInstanceFromArrayType(arrayType, [.. header.Shape]);
        foreach (var (start, length) in Pieces(array.LongLength * NpyTypes.SizeOf(item)))
        {
            input.ReadExactly(Memory(array, start, length));
        }

        return array;
    }

    public static void Check(NpyHeader header, Type item, int rank)
    {
        if (header.Type != NpyTypes.NameOf(item) || header.Shape.Count != rank)
        {
            throw NpyHeader.Damaged($"it holds {header.Type} in {header.Shape.Count} dimensions where {NpyTypes.NameOf(item)} in {rank} are needed");
        }
    }

    private static IEnumerable<(long Start, int Length)> Pieces(long size)
    {
        for (long start = 0; start < size; start += Piece)
        {
            yield return (start, (int)Math.Min(size - start, Piece));
        }
    }

    private static Span<byte> Memory(Array array, long start, int length) =>
        MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), (nint)start), length);
}
