namespace Covalent.Core.Files;

/// <summary>S3 over its HTTP interface: <c>s3://bucket/key</c>, objects up to 5 GB. Keys, region and another server come from the usual variables on the
/// machine where the task runs: <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c>, <c>AWS_SESSION_TOKEN</c>, <c>AWS_REGION</c>, <c>AWS_ENDPOINT_URL_S3</c>.
/// Without keys requests are not signed, as public buckets want it.</summary>
internal sealed class S3Strategy : IFileStrategy
{
    private readonly HttpStrategy _http = new(Sign);

    public Task DownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken) => _http.DownloadAsync(AddressOf(from), to, progress, cancellationToken);

    public Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken) => _http.UploadAsync(from, AddressOf(to), progress, cancellationToken);

    private static string Region => Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? "us-east-1";

    private static Uri AddressOf(Uri place) => (Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL")) is { } server
        ? new Uri($"{server.TrimEnd('/')}/{place.Host}{place.AbsolutePath}")
        : new Uri($"https://{place.Host}.s3.{Region}.amazonaws.com{place.AbsolutePath}");

    private static void Sign(HttpRequestMessage request)
    {
        if (Variable("AWS_ACCESS_KEY_ID") is { } id && Variable("AWS_SECRET_ACCESS_KEY") is { } secret)
        {
            new S3Signature(id, secret, Variable("AWS_SESSION_TOKEN"), Region).Sign(request, TimeProvider.System.GetUtcNow());
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
