using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Covalent.Core.Execution;

/// <summary>Reads captured output from a file, keeping beginning and end where it is longer than the cap.</summary>
internal static class OutputFile
{
    public static ReadOnlyMemory<byte> Read(SafeFileHandle file, long start, long end, int capacity = CappedBuffer.DefaultCapacity)
    {
        if (end <= start)
        {
            return default;
        }

        if (end - start <= capacity)
        {
            return ReadRange(file, start, (int)(end - start));
        }

        var head = ReadRange(file, start, capacity / 2);
        var tail = ReadRange(file, end - (capacity / 2), capacity / 2);
        var note = Encoding.UTF8.GetBytes($"\n… {end - start - head.Length - tail.Length} bytes left out …\n");
        return (byte[])[.. head, .. note, .. tail];
    }

    private static byte[] ReadRange(SafeFileHandle file, long start, int length)
    {
        var bytes = new byte[length];
        var filled = 0;
        while (filled < length && RandomAccess.Read(file, bytes.AsSpan(filled), start + filled) is > 0 and var read)
        {
            filled += read;
        }

        return filled == length ? bytes : bytes[..filled];
    }
}
