namespace Covalent.Core.Files;

/// <summary>S3 over its HTTP interface: <c>s3://bucket/key</c>. Keys, region and another server come from the usual variables on the
/// machine where the task runs: <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c>, <c>AWS_SESSION_TOKEN</c>, <c>AWS_REGION</c>, <c>AWS_ENDPOINT_URL_S3</c>.
/// Without keys requests are not signed, as public buckets want it.
/// Files above 8 MiB are sent in parts, and go on with what an earlier try left there. What is sent, and what comes where the store tells it, is checked by CRC-32C.</summary>
internal sealed class S3Strategy : IFileStrategy, ICloudProtocol
{
    public const string Checksum = "x-amz-checksum-crc32c";
    private static readonly CloudRefusal Refusal = new("S3", "bucket", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    private readonly HttpStrategy _http;

    public S3Strategy() => _http = new HttpStrategy(this);

    private static string Region => Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? "us-east-1";

    private static string? Server => Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL");

    public Task DownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken) => _http.DownloadAsync(AddressOf(from), to, progress, cancellationToken);

    public Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken)
    {
        HttpStrategy.Require(from, to);
        return new FileInfo(from).Length > PieceFile.Smallest
            ? new S3PartUpload(_http, (isObject, query) => AddressOf(to, isObject, query), Uri.UnescapeDataString(ObjectPlace.Of(to).Path[1..])).RunAsync(from, progress, cancellationToken)
            : _http.UploadAsync(from, AddressOf(to), progress, cancellationToken);
    }

    public async Task PrepareUploadAsync(HttpRequestMessage request, string file, CancellationToken cancellationToken) =>
        request.Headers.Add(Checksum, await Crc32C.OfFileAsync(file, cancellationToken).ConfigureAwait(false));

    public FileChecksum? ChecksumOf(HttpResponseMessage response) =>
        // Of an object that was sent in parts it is the sum of the parts' sums, which ends in their number.
        response.Headers.TryGetValues(Checksum, out var sums) && sums.First() is var sum && !sum.Contains('-', StringComparison.Ordinal) ? FileChecksum.OfCrc32C(sum) : null;

    public void Sign(HttpRequestMessage request)
    {
        if (request.Method == HttpMethod.Get && request.RequestUri!.Query.Length == 0)
        {
            request.Headers.Add("x-amz-checksum-mode", "ENABLED");
        }

        var (id, secret) = (Variable("AWS_ACCESS_KEY_ID"), Variable("AWS_SECRET_ACCESS_KEY"));
        if (id is null != secret is null)
        {
            throw new CovalentException($"S3 needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and only one of them is set on {Environment.MachineName}. Set both, or neither for public buckets.");
        }

        if (id is not null)
        {
            new S3Signature(id, secret!, Variable("AWS_SESSION_TOKEN"), Region).Sign(request, TimeProvider.System.GetUtcNow());
        }
    }

    public string? Explain(HttpRequestMessage request, HttpResponseMessage response, string words)
    {
        var container = Server is null ? request.RequestUri!.Host.Split('.')[0] : request.RequestUri!.Segments.ElementAtOrDefault(1)?.TrimEnd('/') ?? "";
        return Refusal.Explain(request, response, words, container, Variable("AWS_ACCESS_KEY_ID") is not null);
    }

    private static Uri AddressOf(Uri place, bool isObject = true, string query = "")
    {
        var (bucket, path) = ObjectPlace.Of(place);
        var root = Server is { } server ? $"{server.TrimEnd('/')}/{bucket}" : $"https://{bucket}.s3.{Region}.amazonaws.com";
        return new Uri($"{root}{(isObject ? path : "/")}{(query.Length > 0 ? "?" + query : "")}");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
