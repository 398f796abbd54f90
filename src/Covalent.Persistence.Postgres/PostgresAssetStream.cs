using Covalent.Engine.Storage;

namespace Covalent.Persistence.Postgres;

/// <summary>A large value chunk by chunk, one in memory at a time. Holds no connection between reads, so that a slow reader keeps none from others.</summary>
internal sealed class PostgresAssetStream(PostgresStore store, PostgresAddress address, AssetId asset) : Stream
{
    private byte[] _chunk = [];
    private int _number = -1;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => asset.Length;

    public override long Position
    {
        get => _position;
        set => _position = value is >= 0 && value <= asset.Length ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The place is outside of the value.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= asset.Length || buffer.IsEmpty)
        {
            return 0;
        }

        var number = (int)(_position / PostgresAssets.ChunkBytes);
        if (number != _number)
        {
            _chunk = await store.UseAsync("read a value", connection => PostgresAssets.ReadChunkAsync(connection, asset, number, cancellationToken), cancellationToken).ConfigureAwait(false)
                ?? throw PostgresAssets.Gone(address, asset);
            _number = number;
        }

        var start = (int)(_position % PostgresAssets.ChunkBytes);
        var count = Math.Min(buffer.Length, _chunk.Length - start);
        if (count <= 0)
        {
            throw PostgresAssets.Damaged(address, asset);
        }

        _chunk.AsMemory(start, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Values of the shared store are read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => asset.Length + offset,
    };

    public override void Flush()
    {
        // Nothing is ever written.
    }

    public override void SetLength(long value) => throw new NotSupportedException("A stored value does not change.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A stored value does not change.");
}
