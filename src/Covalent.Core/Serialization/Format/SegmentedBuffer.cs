using System.Buffers;

namespace Covalent.Core.Serialization;

/// <summary>Collects bytes in as many pieces as needed, so that a body may be larger than one array and a large block is copied once.</summary>
internal sealed class SegmentedBuffer : IBufferWriter<byte>
{
    private const int ScratchSize = 4096;
    private const int LargestGrowth = 1 << 20;

    [ThreadStatic]
    private static byte[]? _scratch;

    private readonly List<ReadOnlyMemory<byte>> _full = [];
    private readonly byte[] _first;
    private byte[] _current;
    private int _used;

    public SegmentedBuffer()
    {
        _first = _current = _scratch ?? new byte[ScratchSize];
        _scratch = null;
    }

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _current.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _current.AsSpan(_used);
    }

    /// <summary>All bytes written. The buffer is not used afterwards.</summary>
    public ReadOnlySequence<byte> Finish()
    {
        Close();
        _scratch = _first;
        return Join(_full);
    }

    public static ReadOnlySequence<byte> Join(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        if (parts.Count <= 1)
        {
            return parts.Count == 0 ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(parts[0]);
        }

        var first = new Segment(parts[0], 0);
        var last = first;
        foreach (var part in parts.Skip(1))
        {
            last = last.Append(part);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private void Ensure(int size)
    {
        if (_current.Length - _used >= Math.Max(size, 1))
        {
            return;
        }

        var next = Math.Clamp(_current.Length * 2L, ScratchSize, LargestGrowth);
        Close();
        _current = GC.AllocateUninitializedArray<byte>((int)Math.Max(size, next));
    }

    private void Close()
    {
        if (_used > 0)
        {
            // The scratch array serves the next payload, so its bytes are copied out.
            _full.Add(_current == _first ? _current.AsSpan(0, _used).ToArray() : _current.AsMemory(0, _used));
            _used = 0;
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
