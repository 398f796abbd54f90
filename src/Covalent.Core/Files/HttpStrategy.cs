using System.Net;
using System.Net.Http.Headers;

namespace Covalent.Core.Files;

/// <summary>HTTP: downloads that continue where an earlier try stopped, uploads by PUT.</summary>
/// <param name="cloud">What an object store adds; null for a plain server.</param>
internal sealed class HttpStrategy(ICloudProtocol? cloud = null) : IFileStrategy
{
    private const int BufferSize = 1 << 18;
    private static readonly HttpClient Client = new() { Timeout = Timeout.InfiniteTimeSpan };

    public async Task DownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var part = new PartFile(to);
        using var request = new HttpRequestMessage(HttpMethod.Get, from);
        if (part.Length > 0)
        {
            // Continues only what is still the same file there.
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(part.Tag!);
        }

        using var response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var start = response.StatusCode == HttpStatusCode.PartialContent ? part.Length : 0;
        part.Begin(response.Headers.ETag);
        var target = new FileStream(part.Path, start > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write);
        await using (target.ConfigureAwait(false))
        {
            try
            {
                await CopyAsync(response, target, start, progress, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpIOException e)
            {
                throw new CovalentException($"The download of '{Shown(from)}' broke off after {target.Position:N0} bytes: {e.Message} The next attempt continues there, if the server can.", e);
            }
        }

        if (cloud?.ChecksumOf(response) is { } told)
        {
            await CheckAsync(from, part, told, cancellationToken).ConfigureAwait(false);
        }

        part.Finish();
        progress.Report(1);
    }

    public async Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken)
    {
        Require(from, to);
        var file = File.OpenRead(from);
        await using (file.ConfigureAwait(false))
        {
            using var content = new StreamContent(file, BufferSize);
            content.Headers.ContentLength = file.Length;
            using var request = new HttpRequestMessage(HttpMethod.Put, to) { Content = content };
            await (cloud?.PrepareUploadAsync(request, from, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        }

        progress.Report(1);
    }

    /// <exception cref="CovalentException">The file that is to be sent is not there.</exception>
    public static void Require(string file, Uri to)
    {
        if (!File.Exists(file))
        {
            throw new CovalentException($"The file '{file}' is to be taken to '{Shown(to)}' and is not there. Let the task write it.");
        }
    }

    private static async Task CheckAsync(Uri from, PartFile part, string told, CancellationToken cancellationToken)
    {
        var found = await Crc32C.OfFileAsync(part.Path, cancellationToken).ConfigureAwait(false);
        if (found != told)
        {
            part.Discard();
            throw new CovalentException($"The download of '{Shown(from)}' arrived damaged: its CRC-32C is {found} where the server tells {told}. The next attempt fetches it anew.");
        }
    }

    private static async Task CopyAsync(HttpResponseMessage response, FileStream target, long start, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var whole = start + (response.Content.Headers.ContentLength ?? 0);
        var source = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var buffer = new byte[BufferSize];
            var done = start;
            while (await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var length)
            {
                await target.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                done += length;
                if (whole > 0)
                {
                    progress.Report((double)done / whole);
                }
            }
        }
    }

    /// <summary>Sends a request and gives the answer, a good one or one that <paramref name="isExpected"/> takes for good.</summary>
    /// <exception cref="CovalentException">The server refused, or could not be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken, Func<HttpResponseMessage, bool>? isExpected = null)
    {
        cloud?.Sign(request);
        try
        {
            var response = await Client.SendAsync(request, completion, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode || isExpected?.Invoke(response) == true)
            {
                return response;
            }

            using (response)
            {
                var words = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
                throw new CovalentException(cloud?.Explain(request, response, words) ?? $"'{Shown(request.RequestUri!)}' answered {(int)response.StatusCode} {response.ReasonPhrase} to {request.Method}"
                    + (words.Length == 0 ? "." : $": {(words.Length > 300 ? words[..300] + "…" : words)}"));
            }
        }
        catch (HttpRequestException e)
        {
            throw new CovalentException($"'{Shown(request.RequestUri!)}' could not be reached from {Environment.MachineName}: {e.Message}", e);
        }
    }

    // Signed addresses carry their secret in the query.
    public static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
