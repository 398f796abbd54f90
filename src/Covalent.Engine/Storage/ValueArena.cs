namespace Covalent.Engine.Storage;

/// <summary>Small byte strings packed one after the other. One thread appends; any thread that has learnt of a place may read it.</summary>
internal sealed class ValueArena
{
    private const int ChunkBytes = 64 * 1024;
    private const int MaxHeader = 5;
    private byte[][] _chunks = [];
    private int _chunk = -1;
    private int _used = ChunkBytes;

    /// <summary>Longest value it takes.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>Stores a value.</summary>
    /// <returns>Its place, never 0.</returns>
    public long Append(ReadOnlySpan<byte> value)
    {
        if (_used + MaxHeader + value.Length > ChunkBytes)
        {
            AddChunk();
        }

        var place = ((long)_chunk << 32 | (uint)_used) + 1;
        var chunk = _chunks[_chunk].AsSpan();
        var length = (uint)value.Length;
        while (length >= 0x80)
        {
            chunk[_used++] = (byte)(length | 0x80);
            length >>= 7;
        }

        chunk[_used++] = (byte)length;
        value.CopyTo(chunk[_used..]);
        _used += value.Length;
        return place;
    }

    public ReadOnlyMemory<byte> Read(long place)
    {
        var chunk = Volatile.Read(ref _chunks)[(int)((place - 1) >> 32)];
        var at = (int)(uint)(place - 1);
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = chunk[at++];
            length |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return chunk.AsMemory(at, length);
            }
        }
    }

    private void AddChunk()
    {
        Volatile.Write(ref _chunks, [.. _chunks, new byte[ChunkBytes]]);
        _chunk++;
        _used = 0;
    }
}
