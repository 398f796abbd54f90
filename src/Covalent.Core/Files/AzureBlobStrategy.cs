namespace Covalent.Core.Files;

/// <summary>Azure Blob Storage: <c>blob://account/container/name</c>. A shared access signature comes from <c>AZURE_STORAGE_SAS_TOKEN</c> on the machine where
/// the task runs; <c>AZURE_STORAGE_ENDPOINT</c> names another server. Signed https addresses work without either.</summary>
internal sealed class AzureBlobStrategy : IFileStrategy, ICloudProtocol
{
    private static readonly CloudRefusal Refusal = new("Azure Blob Storage", "container", "AZURE_STORAGE_SAS_TOKEN");
    private readonly HttpStrategy _http;

    public AzureBlobStrategy() => _http = new HttpStrategy(this);

    private static string? Server => Environment.GetEnvironmentVariable("AZURE_STORAGE_ENDPOINT") is { Length: > 0 } other ? other.TrimEnd('/') : null;

    private static string? Signature => Environment.GetEnvironmentVariable("AZURE_STORAGE_SAS_TOKEN")?.TrimStart('?') is { Length: > 0 } signature ? signature : null;

    public Task DownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken) => _http.DownloadAsync(AddressOf(from), to, progress, cancellationToken);

    public Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken) => _http.UploadAsync(from, AddressOf(to), progress, cancellationToken);

    public Task PrepareUploadAsync(HttpRequestMessage request, string file, CancellationToken cancellationToken)
    {
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        return Task.CompletedTask;
    }

    public string? ChecksumOf(HttpResponseMessage response) => null;

    public void Sign(HttpRequestMessage request) => request.Headers.Add("x-ms-version", "2023-11-03");

    public string? Explain(HttpRequestMessage request, HttpResponseMessage response, string words) =>
        Refusal.Explain(request, response, words, request.RequestUri!.Segments.ElementAtOrDefault(Server is null ? 1 : 2)?.TrimEnd('/') ?? "", Signature is not null);

    private static Uri AddressOf(Uri place) => new($"{(Server is { } server ? $"{server}/{place.Host}" : $"https://{place.Host}.blob.core.windows.net")}{place.AbsolutePath}{(Signature is { } signature ? "?" + signature : "")}");
}
