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
        if (!await TryDownloadAsync(from, to, progress, cancellationToken).ConfigureAwait(false))
        {
            // What an earlier try left is no part of what is there now.
            new PartFile(to).Discard();
            await TryDownloadAsync(from, to, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryDownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var part = new PartFile(to);
        using var request = new HttpRequestMessage(HttpMethod.Get, from);
        if (part.Length > 0)
        {
            // Continues only what is still the same file there.
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(part.Tag!);
        }

        using var response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken,
            answer => part.Length > 0 && answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable || (response.StatusCode == HttpStatusCode.PartialContent && !part.IsContinuedBy(response)))
        {
            return false;
        }

        var start = response.StatusCode == HttpStatusCode.PartialContent ? part.Length : 0;
        part.Begin(response.Headers.ETag);
        var target = new FileStream(part.Path, start > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write);
        await using (target.ConfigureAwait(false))
        {
            try
            {
                await CopyAsync(response, target, start, progress, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpIOException || e.InnerException is System.Net.Sockets.SocketException)
            {
                throw new CovalentException($"The download of '{Shown(from)}' broke off after {target.Position:N0} bytes: {e.Message} The next attempt continues there, if the server can.", e);
            }
            catch (IOException)
            {
                // A full disk must not stay full.
                part.Discard();
                throw;
            }
        }

        if (cloud?.ChecksumOf(response) is { } told)
        {
            await CheckAsync(from, part, told, cancellationToken).ConfigureAwait(false);
        }

        part.Finish();
        progress.Report(1);
        return true;
    }

    public async Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken)
    {
        Require(from, to);
        using var content = new FileContent(from, progress);
        using var request = new HttpRequestMessage(HttpMethod.Put, to) { Content = content };
        await (cloud?.PrepareUploadAsync(request, from, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
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

    private static async Task CheckAsync(Uri from, PartFile part, FileChecksum told, CancellationToken cancellationToken)
    {
        var found = await told.OfFileAsync(part.Path, cancellationToken).ConfigureAwait(false);
        if (found != told.Value)
        {
            part.Discard();
            throw new CovalentException($"The download of '{Shown(from)}' arrived damaged: its {told.Name} is {found} where the server tells {told.Value}. The next attempt fetches it anew.");
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
        if (request.RequestUri!.UserInfo is { Length: > 0 } login)
        {
            request.Headers.Authorization ??= new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(login))));
        }

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
                throw new FileRefusedException(response.StatusCode, cloud?.Explain(request, response, words) ?? $"'{Shown(request.RequestUri!)}' answered {(int)response.StatusCode} {response.ReasonPhrase} to {request.Method}"
                    + (words.Length == 0 ? "." : $": {(words.Length > 300 ? words[..300] + "…" : words)}"));
            }
        }
        catch (HttpRequestException e)
        {
            throw new CovalentException($"'{Shown(request.RequestUri!)}' could not be reached from {Environment.MachineName}: {Reason(e)}", e);
        }
    }

    // What TLS has against a server stands within.
    private static string Reason(HttpRequestException e) => e.InnerException is System.Security.Authentication.AuthenticationException cause ? $"{e.Message} {cause.Message}" : e.Message;

    // Signed addresses carry their secret in the query.
    public static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
