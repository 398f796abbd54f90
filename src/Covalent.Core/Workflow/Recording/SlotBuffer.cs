using System.Buffers;

namespace Covalent.Core.Recording;

/// <summary>The slot block being written, and the parents it names. Reused from node to node.</summary>
internal sealed class SlotBuffer
{
    public ArrayBufferWriter<byte> Block { get; } = new(256);

    /// <summary>For one value, before its length is known.</summary>
    public ArrayBufferWriter<byte> Value { get; } = new(256);

    public List<int> Parents { get; } = [];

    public void Clear()
    {
        Block.ResetWrittenCount();
        Value.ResetWrittenCount();
        Parents.Clear();
    }
}
