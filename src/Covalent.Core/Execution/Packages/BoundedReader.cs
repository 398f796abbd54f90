namespace Covalent.Core.Execution;

/// <summary>Reads announced numbers of bytes from a stream without believing the announcement: memory grows with what really arrives.</summary>
internal static class BoundedReader
{
    private const int FirstStep = 1 << 16;

    /// <exception cref="EndOfStreamException">The stream ends early.</exception>
    public static async ValueTask<byte[]> ReadAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        if (stream.CanSeek && stream.Length - stream.Position < length)
        {
            throw new EndOfStreamException();
        }

        var buffer = new byte[stream.CanSeek ? length : Math.Min(length, FirstStep)];
        var filled = 0;
        while (true)
        {
            await stream.ReadExactlyAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            filled = buffer.Length;
            if (filled == length)
            {
                return buffer;
            }

            Array.Resize(ref buffer, (int)Math.Min(length, filled * 2L));
        }
    }
}
