using System.Buffers;

namespace Covalent.Core.Serialization;

/// <summary>Reads a stream of unknown length into segments that double in size, so that no claim about its length is believed.</summary>
internal static class StreamSegments
{
    private const int Smallest = 8192;
    private const int Largest = 64 << 20;

    public static async Task<ReadOnlySequence<byte>> ReadAllAsync(Stream input, CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> parts = [];
        for (var size = Smallest; ; size = Math.Min(size * 2, Largest))
        {
            var buffer = GC.AllocateUninitializedArray<byte>(size);
            var read = await input.ReadAtLeastAsync(buffer, size, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (read > 0)
            {
                parts.Add(buffer.AsMemory(0, read));
            }

            if (read < size)
            {
                return SegmentedBuffer.Join(parts);
            }
        }
    }
}
