using System.Buffers;

namespace Covalent.Executors.Channels;

/// <summary>Keeps the first bytes of a stream, up to a limit, and notes whether there were more.</summary>
internal sealed class CaptureBuffer(int limit)
{
    private readonly ArrayBufferWriter<byte> _kept = new();

    public bool IsTruncated { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _kept.WrittenMemory;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        int room = limit - _kept.WrittenCount;
        IsTruncated |= bytes.Length > room;
        _kept.Write(bytes[..Math.Min(room, bytes.Length)]);
    }

    /// <summary>Reads a stream to its end.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] piece = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0)
        {
            Add(piece.AsSpan(0, read));
        }
    }
}
