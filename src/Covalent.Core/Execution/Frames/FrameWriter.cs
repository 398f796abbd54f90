using System.Buffers;
using System.Buffers.Binary;
using Covalent.Core.Graph;

namespace Covalent.Core.Execution;

/// <summary>Collects frames to be sent: small fields side by side in one block, large values by reference between them. Not thread-safe.</summary>
/// <remarks>A frame is its length (4 bytes, little endian, without these four), its kind (1 byte) and its contents.</remarks>
internal sealed class FrameWriter : IBufferWriter<byte>
{
    public const int HeadLength = 5;

    /// <summary>From this size on, sending a value on its own is cheaper than copying it.</summary>
    private const int LargeValue = 128 << 10;
    private const int UsualCapacity = 16 << 10;
    private const int LargestKept = 1 << 20;

    private readonly List<Splice> _splices = [];
    private byte[] _block = new byte[UsualCapacity];
    private int _length;
    private int _frameStart;
    private long _large;
    private long _largeBeforeFrame;

    public bool IsEmpty => _length == 0;

    /// <summary>Bytes collected.</summary>
    public long Length => _length + _large;

    public void Begin(FrameKind kind)
    {
        _frameStart = _length;
        _largeBeforeFrame = _large;
        var head = GetSpan(HeadLength);
        head[4] = (byte)kind;
        _length += HeadLength;
    }

    public void End() => BinaryPrimitives.WriteUInt32LittleEndian(
        _block.AsSpan(_frameStart), checked((uint)(_length - _frameStart - 4 + _large - _largeBeforeFrame)));

    /// <summary>Takes the frame begun last back, after its contents turned out not to be there.</summary>
    public void Abandon()
    {
        _length = _frameStart;
        _large = _largeBeforeFrame;
        _splices.RemoveAll(splice => splice.Offset > _frameStart);
    }

    public void Varint(ulong value) => new BinaryGraphWriter(this).Varint(value);

    public void Int(int value) => new BinaryGraphWriter(this).Int(value);

    public void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(GetSpan(8), value);
        _length += 8;
    }

    public void Byte(byte value)
    {
        GetSpan(1)[0] = value;
        _length++;
    }

    public void Text(string text)
    {
        var size = System.Text.Encoding.UTF8.GetByteCount(text);
        Int(size);
        System.Text.Encoding.UTF8.GetBytes(text, GetSpan(size));
        _length += size;
    }

    /// <summary>A length and the bytes. Large memory is referred to, so it must not change before it is sent.</summary>
    public void Bytes(ReadOnlyMemory<byte> bytes)
    {
        Int(bytes.Length);
        Append(bytes);
    }

    /// <summary>Bytes without a length, for the end of a frame.</summary>
    public void Append(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < LargeValue)
        {
            bytes.Span.CopyTo(GetSpan(bytes.Length));
            _length += bytes.Length;
            return;
        }

        _splices.Add(new Splice(_length, bytes));
        _large += bytes.Length;
    }

    /// <summary>The pieces in sending order; each is valid until the next is asked for, <see cref="Clear"/> or the next write.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        var done = 0;
        foreach (var (offset, value) in _splices)
        {
            yield return _block.AsMemory(done, offset - done);
            foreach (var piece in SpooledBytes.Pieces(value))
            {
                yield return piece;
            }

            done = offset;
        }

        if (done < _length)
        {
            yield return _block.AsMemory(done, _length - done);
        }
    }

    /// <summary>Everything as one piece, when no large value is among it.</summary>
    public bool TryGetSinglePiece(out ReadOnlyMemory<byte> piece)
    {
        piece = _block.AsMemory(0, _length);
        return _splices.Count == 0;
    }

    public void Clear()
    {
        _length = 0;
        _large = 0;
        _splices.Clear();
        if (_block.Length > LargestKept)
        {
            _block = new byte[UsualCapacity];
        }
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _block.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _block.AsSpan(_length);
    }

    private void Reserve(int count)
    {
        if (_block.Length - _length < count)
        {
            Array.Resize(ref _block, checked((int)Math.Min(Array.MaxLength, Math.Max(_block.Length * 2L, _length + (long)count))));
        }
    }

    private readonly record struct Splice(int Offset, ReadOnlyMemory<byte> Value);
}
