using System.Globalization;
using Covalent.Core.Client.Http;

namespace Covalent.Server.Api;

/// <summary>What requests of resumable uploads say in their headers.</summary>
internal static class UploadHeaders
{
    private const string OffsetName = "Upload-Offset";
    private const string LengthName = "Upload-Length";

    public static long Offset(ApiCall call) => Number(call, OffsetName) ?? throw new BadRequestException($"Header {OffsetName} is needed: the number of bytes that have arrived, as HEAD tells.");

    public static long Length(ApiCall call) => Number(call, LengthName) ?? throw new BadRequestException($"Header {LengthName} is needed: the number of bytes of the whole.");

    public static string Encoding(ApiCall call) => call.Http.Request.Headers.ContentEncoding.ToString() is var encoding and ("" or "br" or "gzip")
        ? encoding
        : throw new RefusedException(415, ProblemCodes.InvalidRequest, "The encoding is not known",
            $"Content-Encoding '{call.Http.Request.Headers.ContentEncoding}' is not understood; send the bytes plain, br or gzip.");

    public static Task AnswerAsync(ApiCall call, long offset, long? length = null)
    {
        call.Http.Response.Headers[OffsetName] = offset.ToString(CultureInfo.InvariantCulture);
        if (length is { } all)
        {
            call.Http.Response.Headers[LengthName] = all.ToString(CultureInfo.InvariantCulture);
        }

        return call.EmptyAsync();
    }

    private static long? Number(ApiCall call, string name) =>
        long.TryParse(call.Http.Request.Headers[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
