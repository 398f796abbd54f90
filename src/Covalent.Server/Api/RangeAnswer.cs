using System.Buffers;
using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Covalent.Server.Api;

/// <summary>Bytes, or the part of them that is asked for, sent piece by piece at the pace of the one who reads.</summary>
internal static class RangeAnswer
{
    private const int Piece = 128 << 10;

    public static Task WriteAsync(ApiCall call, ReadOnlyMemory<byte> bytes, string contentType) => WriteAsync(call, bytes, Stream.Null, contentType);

    /// <param name="call">The call.</param>
    /// <param name="head">What comes first.</param>
    /// <param name="body">What follows; can be sought in.</param>
    /// <param name="contentType">What it is.</param>
    public static Task WriteAsync(ApiCall call, ReadOnlyMemory<byte> head, Stream body, string contentType)
    {
        var length = head.Length + body.Length;
        call.Http.Response.Headers.AcceptRanges = "bytes";
        if (call.Query("tail") is not null)
        {
            return PartAsync(call, head, body, Math.Max(0, length - call.Number("tail", 0, 0, int.MaxValue)), length, contentType);
        }

        return Wanted(call.Http.Request, length) switch
        {
            null => PartAsync(call, head, body, 0, length, contentType),
            (var from, var to) when from <= to => RangeAsync(call, head, body, from, to, contentType),
            _ => UnsatisfiableAsync(call, length),
        };
    }

    private static Task RangeAsync(ApiCall call, ReadOnlyMemory<byte> head, Stream body, long from, long to, string contentType)
    {
        call.Http.Response.StatusCode = StatusCodes.Status206PartialContent;
        call.Http.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{head.Length + body.Length}");
        return PartAsync(call, head, body, from, to + 1, contentType);
    }

    private static async Task PartAsync(ApiCall call, ReadOnlyMemory<byte> head, Stream body, long from, long end, string contentType)
    {
        var response = call.Http.Response;
        response.ContentType = contentType;
        response.ContentLength = end - from;
        while (from < Math.Min(end, head.Length))
        {
            var count = (int)Math.Min(Math.Min(end, head.Length) - from, Piece);
            await response.Body.WriteAsync(head.Slice((int)from, count), call.Aborted);
            from += count;
        }

        if (from < end)
        {
            await CopyAsync(call, body, from - head.Length, end - from);
        }
    }

    private static async Task CopyAsync(ApiCall call, Stream body, long from, long count)
    {
        body.Position = from;
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (count > 0)
            {
                var read = await body.ReadAsync(piece.AsMemory(0, (int)Math.Min(count, piece.Length)), call.Aborted);
                if (read == 0)
                {
                    throw new StorageException("A stored value ended before its end; it was altered while it was read. Ask again.");
                }

                await call.Http.Response.Body.WriteAsync(piece.AsMemory(0, read), call.Aborted);
                count -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static Task UnsatisfiableAsync(ApiCall call, long length)
    {
        call.Http.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
        return call.EmptyAsync(StatusCodes.Status416RangeNotSatisfiable);
    }

    // Several ranges in one request, or none that makes sense, are answered with the whole, as the standard allows.
    private static (long From, long To)? Wanted(HttpRequest request, long length)
    {
        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var header) || header.Unit != "bytes" || header.Ranges.Count != 1)
        {
            return null;
        }

        var range = header.Ranges.First();
        return range.From is { } from
            ? (from, Math.Min(range.To ?? (length - 1), length - 1))
            : (Math.Max(0, length - range.To!.Value), length - 1);
    }
}
