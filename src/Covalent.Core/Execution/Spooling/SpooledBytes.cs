using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Covalent.Core.Execution;

/// <summary>Bytes that rest in an open file and pass for memory, so that a large value goes from a worker into the store, and from there to
/// the next worker, without being in this process's memory. Whoever asks for them as a span gets them read in whole; those who only pass them on
/// use the methods here, which take plain memory as well.</summary>
/// <remarks>What is read in belongs to the garbage collector: a span stays good whatever becomes of the file or of this object.</remarks>
internal sealed class SpooledBytes(SafeFileHandle file, int length) : MemoryManager<byte>
{
    /// <summary>Values longer than this rest in files on their way.</summary>
    public const int Threshold = 8 << 20;

    private const int PieceSize = 256 << 10;
    private const int HeadSize = 256 << 10;
    private readonly Lock _lock = new();
    private byte[]? _loaded;

    public override Memory<byte> Memory => CreateMemory(length);

    /// <summary>Wraps a file that must not change. The file may be renamed or deleted meanwhile.</summary>
    public static ReadOnlyMemory<byte> Of(SafeFileHandle file, int length) => new SpooledBytes(file, length).Memory;

    /// <summary>The contents of a file: read if they are few, else left there.</summary>
    public static ReadOnlyMemory<byte> OfFile(string path)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);
        var length = RandomAccess.GetLength(file);
        if (length > Threshold && length <= Array.MaxLength)
        {
            return Of(file, (int)length);
        }

        using (file)
        {
            var bytes = new byte[length];
            return RandomAccess.Read(file, bytes, 0) == length ? bytes : throw new IOException($"The file '{path}' changed while it was read. Read it again.");
        }
    }

    /// <summary>Whether bytes rest in a file and were not read in.</summary>
    public static bool IsSpooled(ReadOnlyMemory<byte> bytes) => Find(bytes) is not null;

    /// <summary>The beginning of bytes, in memory: all of those that do not rest in a file.</summary>
    public static ReadOnlyMemory<byte> Head(ReadOnlyMemory<byte> bytes) => Find(bytes) is not null && bytes.Length > HeadSize ? Copy(bytes[..HeadSize]) : bytes;

    /// <summary>Bytes in memory of their own when they are few; those that rest in a file and are many stay there.</summary>
    public static ReadOnlyMemory<byte> Settle(ReadOnlyMemory<byte> bytes) => bytes.Length <= HeadSize && Find(bytes) is not null ? Copy(bytes) : bytes;

    /// <summary>The bytes one piece after the other; each is good until the next is asked for. Plain memory is one piece.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> bytes, int pieceSize = PieceSize)
    {
        if (Find(bytes) is not { } found)
        {
            yield return bytes;
            yield break;
        }

        var piece = new byte[Math.Min(pieceSize, bytes.Length)];
        for (var done = 0; done < bytes.Length;)
        {
            var count = Math.Min(piece.Length, bytes.Length - done);
            found.Spool.Read(piece.AsSpan(0, count), found.Start + done);
            done += count;
            yield return piece.AsMemory(0, count);
        }
    }

    /// <summary>The bytes as a stream that can be sought in.</summary>
    public static Stream OpenRead(ReadOnlyMemory<byte> bytes) => new SpooledStream(bytes);

    /// <summary>Reads some of the bytes, from a place in them.</summary>
    public static void CopyTo(ReadOnlyMemory<byte> bytes, int start, Span<byte> into)
    {
        if (Find(bytes) is { } found)
        {
            found.Spool.Read(into, found.Start + start);
        }
        else
        {
            bytes.Span.Slice(start, into.Length).CopyTo(into);
        }
    }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string HashOf(ReadOnlyMemory<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var piece in Pieces(bytes))
        {
            hash.AppendData(piece.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public override Span<byte> GetSpan() => Load();

    public override MemoryHandle Pin(int elementIndex = 0) => Load().AsMemory(elementIndex).Pin();

    public override void Unpin()
    {
        // What is pinned is the array that was read in, and its own handle lets go of it.
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }
    }

    private static (SpooledBytes Spool, int Start)? Find(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetMemoryManager<byte, SpooledBytes>(bytes, out var spool, out var start, out _) && spool._loaded is null
            ? (spool, start)
            : null;

    /// <summary>Bytes in memory of their own.</summary>
    public static byte[] Copy(ReadOnlyMemory<byte> bytes)
    {
        if (Find(bytes) is not { } found)
        {
            return bytes.ToArray();
        }

        var copy = new byte[bytes.Length];
        found.Spool.Read(copy, found.Start);
        return copy;
    }

    private byte[] Load()
    {
        lock (_lock)
        {
            if (_loaded is null)
            {
                var bytes = GC.AllocateUninitializedArray<byte>(length);
                Read(bytes, 0);
                Volatile.Write(ref _loaded, bytes);
            }

            return _loaded;
        }
    }

    private void Read(Span<byte> into, long at)
    {
        while (!into.IsEmpty)
        {
            var read = RandomAccess.Read(file, into, at);
            if (read == 0)
            {
                throw new IOException($"A file with {length:N0} bytes of a value ended early: it was altered. Run the task again.");
            }

            into = into[read..];
            at += read;
        }
    }
}
