using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Covalent.Core.Client.Http;

/// <summary>Sends a submission: a small one as the body of its request, a large one beforehand and resumably, so that a cut connection costs only what
/// was on the wire.</summary>
internal static class DocumentUpload
{
    /// <summary>From this size on, in bytes, a submission is sent beforehand.</summary>
    public const int Large = 8 << 20;

    private const int MostCuts = 20;

    /// <summary>Makes a call whose body is a document.</summary>
    public static async Task<IdReply> SendAsync(ServerConnection server, string path, ReadOnlyMemory<byte> document, HttpDispatcherClientOptions options, CancellationToken cancellationToken)
    {
        if (document.Length < Large)
        {
            return await server.SendAsync(
                HttpMethod.Post, path, () => new ReadOnlyMemoryContent(document) { Headers = { ContentType = new(DispatchDocument.ContentType) } }, WireJson.Default.IdReply, Repeat.Always, cancellationToken).ConfigureAwait(false);
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(document.Span));
        for (var cuts = 1; ; cuts++)
        {
            try
            {
                await BringAsync(server, $"api/v1/documents/{sha256}", document, options, cancellationToken).ConfigureAwait(false);
                using var response = await server.SendAsync(
                    () => new HttpRequestMessage(HttpMethod.Post, path) { Headers = { { DispatchDocument.Header, sha256 } }, Content = Empty() }, Repeat.Always, cancellationToken).ConfigureAwait(false);
                return await ServerConnection.ReadAsync(response, WireJson.Default.IdReply, cancellationToken).ConfigureAwait(false);
            }
            catch (ServerRefusedException e) when (e.Code == ProblemCodes.DocumentMissing && cuts < MostCuts)
            {
                // It was submitted already and the answer was lost, or it was cleared away; the id makes submitting it once more harmless.
            }
        }
    }

    private static async Task BringAsync(ServerConnection server, string path, ReadOnlyMemory<byte> document, HttpDispatcherClientOptions options, CancellationToken cancellationToken)
    {
        for (var cuts = 1; ; cuts++)
        {
            try
            {
                if (await OffsetAsync(server, path, cancellationToken).ConfigureAwait(false) is var offset && offset < document.Length)
                {
                    using var response = await server.SendAsync(() => Rest(path, document, offset), Repeat.IfNotSent, cancellationToken).ConfigureAwait(false);
                }

                return;
            }
            catch (CovalentException e) when (e.IsTransient && cuts < MostCuts)
            {
                await Task.Delay(ServerConnection.ShortestPause * cuts, options.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<long> OffsetAsync(ServerConnection server, string path, CancellationToken cancellationToken)
    {
        using var response = await server.SendAsync(() => new HttpRequestMessage(HttpMethod.Head, path), Repeat.Always, cancellationToken).ConfigureAwait(false);
        return response.Headers.TryGetValues("Upload-Offset", out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : 0;
    }

    private static HttpRequestMessage Rest(string path, ReadOnlyMemory<byte> document, long offset)
    {
        var request = new HttpRequestMessage(offset == 0 ? HttpMethod.Put : HttpMethod.Patch, path) { Content = new ReadOnlyMemoryContent(document[(int)offset..]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Upload-Length", document.Length.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    private static ByteArrayContent Empty() => new([]) { Headers = { ContentType = new(DispatchDocument.ContentType) } };
}
