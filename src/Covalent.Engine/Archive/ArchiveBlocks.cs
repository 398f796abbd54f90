using System.Buffers;
using System.Buffers.Binary;
using Covalent.Core.Execution;

namespace Covalent.Engine.Archive;

/// <summary>The frame of an archive: magic <c>CVX</c>, format version, then blocks of a kind, a length and bytes. Memory grows with what really arrives.</summary>
internal static class ArchiveBlocks
{
    private const byte FormatVersion = 1;
    private const int PieceSize = 1 << 20;

    public static byte[] Begin => [.. "CVX"u8, FormatVersion];

    /// <summary>Writes one block, whose contents are the parts one after the other.</summary>
    public static async Task WriteAsync(Stream output, ArchiveBlock kind, IReadOnlyList<ReadOnlyMemory<byte>> parts, CancellationToken cancellationToken)
    {
        var head = new byte[9];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(1), parts.Sum(part => (long)part.Length));
        await output.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        foreach (var piece in parts.SelectMany(part => SpooledBytes.Pieces(part)))
        {
            await output.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <exception cref="CovalentException">The bytes are no archive, or one of another version.</exception>
    public static async Task ReadBeginAsync(Stream input, CancellationToken cancellationToken)
    {
        var begin = await ReadExactlyAsync(input, 4, cancellationToken).ConfigureAwait(false);
        if (!begin.AsSpan(0, 3).SequenceEqual("CVX"u8))
        {
            throw new CovalentException("It is no archive: it does not begin like one. Use a file that 'covalent export' wrote.");
        }

        if (begin[3] != FormatVersion)
        {
            throw new CovalentException($"The archive has format {begin[3]}; this version of Covalent reads format {FormatVersion}. Use the version that wrote it.");
        }
    }

    /// <param name="input">The archive.</param>
    /// <param name="spoolFolder">Where very large blocks come to rest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<(ArchiveBlock Kind, ReadOnlyMemory<byte> Bytes)> ReadAsync(Stream input, string spoolFolder, CancellationToken cancellationToken)
    {
        var head = await ReadExactlyAsync(input, 9, cancellationToken).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(1));
        if (head[0] > (byte)ArchiveBlock.End || length < 0 || length > Array.MaxLength)
        {
            throw Damaged("a block is of no known kind or size");
        }

        return ((ArchiveBlock)head[0], length > SpooledBytes.Threshold
            ? await SpoolAsync(input, (int)length, spoolFolder, cancellationToken).ConfigureAwait(false)
            : await ReadExactlyAsync(input, (int)length, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<ReadOnlyMemory<byte>> SpoolAsync(Stream input, int length, string folder, CancellationToken cancellationToken)
    {
        using var spool = new Spool(folder);
        var piece = new byte[PieceSize];
        for (var left = length; left > 0;)
        {
            var read = await input.ReadAsync(piece.AsMemory(0, Math.Min(left, piece.Length)), cancellationToken).ConfigureAwait(false);
            spool.Append(read > 0 ? piece.AsSpan(0, read) : throw Damaged("it is cut off"));
            left -= read;
        }

        return spool.Take();
    }

    public static CovalentException Damaged(string what) => new($"The archive cannot be used: {what}. Export the dispatch again.");

    private static async Task<byte[]> ReadExactlyAsync(Stream input, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[Math.Min(length, PieceSize)];
        for (var filled = 0; ;)
        {
            var read = await input.ReadAtLeastAsync(bytes.AsMemory(filled), bytes.Length - filled, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            filled += read;
            if (filled < bytes.Length)
            {
                throw Damaged("it is cut off");
            }

            if (filled == length)
            {
                return bytes;
            }

            Array.Resize(ref bytes, (int)Math.Min(length, bytes.Length * 2L));
        }
    }
}

/// <summary>What a block holds.</summary>
internal enum ArchiveBlock : byte
{
    /// <summary>A dispatch; parents come before their sublattices.</summary>
    Dispatch = 0,

    /// <summary>A node of the dispatch before.</summary>
    Node = 1,

    /// <summary>The end of the archive.</summary>
    End = 2,
}
