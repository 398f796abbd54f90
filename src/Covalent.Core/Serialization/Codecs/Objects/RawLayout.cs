using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Covalent.Core.Serialization;

/// <summary>Finds out by trying whether the memory of a struct is the same bytes as its parts written one after the other: no padding,
/// no reordering, no overlap. Then arrays of it travel as one block.</summary>
internal static class RawLayout
{
    public static bool Holds<T>(ValueCodec<T> codec, IReadOnlyList<ValueCodec> parts)
    {
        var size = Unsafe.SizeOf<T>();
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>() || parts.Count == 0 || parts.Any(part => !part.IsRaw) || parts.Sum(part => part.SmallestSize) != size)
        {
            return false;
        }

        var value = default(T)!;
        var memory = MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref value), size);
        for (var index = 0; index < size; index++)
        {
            memory[index] = (byte)((index * 37) + 1);
        }

        var output = new ArrayBufferWriter<byte>(size);
        var writer = new WireWriter(output);
        codec.Write(ref writer, value);
        writer.Flush();
        return output.WrittenSpan.SequenceEqual(memory);
    }
}
