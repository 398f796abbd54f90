using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Covalent.Server.Api;

/// <summary>Bytes, or the part of them that is asked for.</summary>
internal static class RangeAnswer
{
    public static Task WriteAsync(ApiCall call, ReadOnlyMemory<byte> bytes, string contentType)
    {
        call.Http.Response.Headers.AcceptRanges = "bytes";
        if (call.Query("tail") is not null)
        {
            var tail = call.Number("tail", 0, 0, int.MaxValue);
            return call.BytesAsync(bytes[Math.Max(0, bytes.Length - tail)..], contentType);
        }

        return Wanted(call.Http.Request, bytes.Length) switch
        {
            null => call.BytesAsync(bytes, contentType),
            (var from, var to) when from <= to => PartAsync(call, bytes, from, to, contentType),
            _ => UnsatisfiableAsync(call, bytes.Length),
        };
    }

    private static Task PartAsync(ApiCall call, ReadOnlyMemory<byte> bytes, long from, long to, string contentType)
    {
        call.Http.Response.StatusCode = StatusCodes.Status206PartialContent;
        call.Http.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{bytes.Length}");
        return call.BytesAsync(bytes[(int)from..((int)to + 1)], contentType);
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
