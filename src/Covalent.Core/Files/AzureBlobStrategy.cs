namespace Covalent.Core.Files;

/// <summary>Azure Blob Storage: <c>blob://account/container/name</c>. A shared access signature comes from <c>AZURE_STORAGE_SAS_TOKEN</c> on the machine where
/// the task runs; <c>AZURE_STORAGE_ENDPOINT</c> names another server. Signed https addresses work without either.
/// Files above 8 MiB are sent in blocks, and go on with what an earlier try left there. What is sent and what comes is checked by MD5.</summary>
internal sealed class AzureBlobStrategy : IFileStrategy, ICloudProtocol
{
    private static readonly CloudRefusal Refusal = new("Azure Blob Storage", "container", "AZURE_STORAGE_SAS_TOKEN");
    private readonly HttpStrategy _http;

    public AzureBlobStrategy() => _http = new HttpStrategy(this);

    private static string? Server => Environment.GetEnvironmentVariable("AZURE_STORAGE_ENDPOINT") is { Length: > 0 } other ? other.TrimEnd('/') : null;

    private static string? Signature => Environment.GetEnvironmentVariable("AZURE_STORAGE_SAS_TOKEN")?.TrimStart('?') is { Length: > 0 } signature ? signature : null;

    public Task DownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken) => _http.DownloadAsync(AddressOf(from), to, progress, cancellationToken);

    public Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken)
    {
        HttpStrategy.Require(from, to);
        return new FileInfo(from).Length > PieceFile.Smallest
            ? new AzureBlockUpload(_http, query => AddressOf(to, query)).RunAsync(from, progress, cancellationToken)
            : _http.UploadAsync(from, AddressOf(to), progress, cancellationToken);
    }

    public async Task PrepareUploadAsync(HttpRequestMessage request, string file, CancellationToken cancellationToken)
    {
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        request.Content!.Headers.ContentMD5 = await FileChecksum.Md5OfFileAsync(file, cancellationToken).ConfigureAwait(false);
    }

    // Of a part of a blob, Content-MD5 would be the part's.
    public FileChecksum? ChecksumOf(HttpResponseMessage response) => response.Headers.TryGetValues("x-ms-blob-content-md5", out var whole) ? FileChecksum.OfMd5(whole.First())
        : response.Content.Headers.ContentRange is null && response.Content.Headers.ContentMD5 is { } sum ? FileChecksum.OfMd5(Convert.ToBase64String(sum)) : null;

    public void Sign(HttpRequestMessage request) => request.Headers.Add("x-ms-version", "2023-11-03");

    public string? Explain(HttpRequestMessage request, HttpResponseMessage response, string words) =>
        Refusal.Explain(request, response, words, request.RequestUri!.Segments.ElementAtOrDefault(Server is null ? 1 : 2)?.TrimEnd('/') ?? "", Signature is not null);

    private static Uri AddressOf(Uri place, string query = "")
    {
        var (account, path) = ObjectPlace.Of(place);
        var asked = string.Join('&', new[] { query, Signature ?? "" }.Where(static part => part.Length > 0));
        return new Uri($"{(Server is { } server ? $"{server}/{account}" : $"https://{account}.blob.core.windows.net")}{path}{(asked.Length > 0 ? "?" + asked : "")}");
    }
}
