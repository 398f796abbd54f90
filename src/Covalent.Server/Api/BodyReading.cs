using Covalent.Core.Execution;

namespace Covalent.Server.Api;

/// <summary>Reads request bodies into memory up to a limit; memory grows with what really arrives.</summary>
internal static class BodyReading
{
    public const int LargestJson = 16 << 20;
    private const int MostInMemory = 64 << 10;

    /// <summary>Takes a body in, on disk where it is more than a little, so that one who sends slowly costs no memory.</summary>
    /// <exception cref="BodyTooLargeException">There is more than the limit.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReceiveAsync(HttpRequest request, long limit, string spoolFolder, DiskQuota disk, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            throw new BodyTooLargeException(limit);
        }

        var piece = new byte[MostInMemory];
        var first = await request.Body.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken);
        if (first < piece.Length)
        {
            return first <= limit ? piece.AsMemory(0, first) : throw new BodyTooLargeException(limit);
        }

        disk.Demand(Math.Max(first, request.ContentLength ?? 0), "The submission");
        using var room = disk.Open();
        using var spool = new Spool(spoolFolder);
        long length = 0;
        for (var read = first; read > 0; read = await request.Body.ReadAsync(piece, cancellationToken))
        {
            length += read;
            room.Add(read);
            spool.Append(length <= limit ? piece.AsSpan(0, read) : throw new BodyTooLargeException(limit));
        }

        return spool.Take();
    }

    /// <exception cref="BodyTooLargeException">There is more than the limit.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAllAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            throw new BodyTooLargeException(limit);
        }

        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 4096, 1 << 20));
        var piece = new byte[64 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(piece, cancellationToken)) > 0)
        {
            if (buffer.Length + read > limit)
            {
                throw new BodyTooLargeException(limit);
            }

            buffer.Write(piece, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}

/// <summary>A body over the limit.</summary>
internal sealed class BodyTooLargeException(long limit)
    : CovalentException($"The request body is larger than the {limit:N0} bytes that are accepted here. Send less at once, or ask the server's operator for a higher limit.");
