using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Covalent.Core.Files;

/// <summary>Google Storage over its HTTP interface: <c>gs://bucket/name</c>. The access token comes from <c>GOOGLE_OAUTH_ACCESS_TOKEN</c> on the machine
/// where the task runs; <c>STORAGE_EMULATOR_HOST</c> names another server. Files above 8 MiB are sent in a resumable session, which goes on where a broken
/// connection left it. What is sent and what comes is checked by CRC-32C.</summary>
internal sealed class GoogleStorageStrategy : IFileStrategy, ICloudProtocol
{
    private const string Hash = "x-goog-hash";
    private const int Piece = 8 << 20;
    private const int MostBreaks = 5;
    private static readonly CloudRefusal Refusal = new("Google Storage", "bucket", "GOOGLE_OAUTH_ACCESS_TOKEN");
    private readonly HttpStrategy _http;

    public GoogleStorageStrategy() => _http = new HttpStrategy(this);

    private static string? Token => Environment.GetEnvironmentVariable("GOOGLE_OAUTH_ACCESS_TOKEN") is { Length: > 0 } token ? token : null;

    public Task DownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken) => _http.DownloadAsync(AddressOf(from), to, progress, cancellationToken);

    public Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken)
    {
        HttpStrategy.Require(from, to);
        return new FileInfo(from).Length > Piece ? UploadLargeAsync(from, AddressOf(to), progress, cancellationToken) : _http.UploadAsync(from, AddressOf(to), progress, cancellationToken);
    }

    public async Task PrepareUploadAsync(HttpRequestMessage request, string file, CancellationToken cancellationToken) =>
        request.Headers.Add(Hash, "crc32c=" + await Crc32C.OfFileAsync(file, cancellationToken).ConfigureAwait(false));

    public FileChecksum? ChecksumOf(HttpResponseMessage response) => response.Headers.TryGetValues(Hash, out var hashes)
        && hashes.SelectMany(static text => text.Split(',')).Select(static text => text.Trim()).FirstOrDefault(static text => text.StartsWith("crc32c=", StringComparison.Ordinal)) is { } hash
            ? FileChecksum.OfCrc32C(hash["crc32c=".Length..])
            : null;

    public void Sign(HttpRequestMessage request)
    {
        if (Token is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public string? Explain(HttpRequestMessage request, HttpResponseMessage response, string words) =>
        Refusal.Explain(request, response, words, request.RequestUri!.Segments.ElementAtOrDefault(1)?.TrimEnd('/') ?? "", Token is not null);

    private static Uri AddressOf(Uri place)
    {
        var server = Environment.GetEnvironmentVariable("STORAGE_EMULATOR_HOST") is { Length: > 0 } other ? (other.Contains("://", StringComparison.Ordinal) ? other : "http://" + other) : "https://storage.googleapis.com";
        var (bucket, path) = ObjectPlace.Of(place);
        return new Uri($"{server.TrimEnd('/')}/{bucket}{path}");
    }

    private async Task UploadLargeAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var session = await BeginAsync(from, to, cancellationToken).ConfigureAwait(false);
        var (size, sent, breaks) = (new FileInfo(from).Length, 0L, 0);
        while (sent < size)
        {
            try
            {
                sent = await SendPieceAsync(from, session, sent, size, cancellationToken).ConfigureAwait(false);
                progress.Report((double)sent / size);
            }
            catch (CovalentException e) when (e.InnerException is HttpRequestException && ++breaks <= MostBreaks)
            {
                sent = await AskAsync(session, size, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<Uri> BeginAsync(string from, Uri to, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, to);
        request.Headers.Add("x-goog-resumable", "start");
        await PrepareUploadAsync(request, from, cancellationToken).ConfigureAwait(false);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        return response.Headers.Location ?? throw new CovalentException($"Google Storage began no session for '{HttpStrategy.Shown(to)}', though it said so. Try again, or look whether something between alters its answers.");
    }

    /// <summary>Sends the next piece; answers how much the server has.</summary>
    private async Task<long> SendPieceAsync(string from, Uri session, long sent, long size, CancellationToken cancellationToken)
    {
        var length = (int)Math.Min(Piece, size - sent);
        var piece = new byte[length];
        var file = File.OpenRead(from);
        await using (file.ConfigureAwait(false))
        {
            file.Position = sent;
            await file.ReadExactlyAsync(piece, cancellationToken).ConfigureAwait(false);
        }

        using var request = new HttpRequestMessage(HttpMethod.Put, session) { Content = new ByteArrayContent(piece) };
        request.Content.Headers.ContentRange = new ContentRangeHeaderValue(sent, sent + length - 1, size);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken, IsUnderWay).ConfigureAwait(false);
        return IsUnderWay(response) ? Received(response) : sent + length == size ? size
            : throw new CovalentException($"Google Storage ended the session for '{HttpStrategy.Shown(session)}' after {sent + length:N0} of {size:N0} bytes. The next attempt sends the file anew.");
    }

    private async Task<long> AskAsync(Uri session, long size, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, session) { Content = new ByteArrayContent([]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{size}"));
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken, IsUnderWay).ConfigureAwait(false);
        return IsUnderWay(response) ? Received(response) : size;
    }

    private static bool IsUnderWay(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.PermanentRedirect;

    private static long Received(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Range", out var range) && long.TryParse(range.First().Split('-')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last + 1 : 0;
}
