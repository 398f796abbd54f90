using System.Net.Http.Headers;

namespace Covalent.Core.Files;

/// <summary>Google Storage over its HTTP interface: <c>gs://bucket/name</c>. The access token comes from <c>GOOGLE_OAUTH_ACCESS_TOKEN</c> on the machine
/// where the task runs; <c>STORAGE_EMULATOR_HOST</c> names another server.</summary>
internal sealed class GoogleStorageStrategy : IFileStrategy
{
    private readonly HttpStrategy _http = new(Sign);

    public Task DownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken) => _http.DownloadAsync(AddressOf(from), to, progress, cancellationToken);

    public Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken) => _http.UploadAsync(from, AddressOf(to), progress, cancellationToken);

    private static Uri AddressOf(Uri place) =>
        new($"{Environment.GetEnvironmentVariable("STORAGE_EMULATOR_HOST") ?? "https://storage.googleapis.com"}/{place.Host}{place.AbsolutePath}");

    private static void Sign(HttpRequestMessage request)
    {
        if (Environment.GetEnvironmentVariable("GOOGLE_OAUTH_ACCESS_TOKEN") is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }
}

/// <summary>Azure Blob Storage: <c>blob://account/container/name</c>. A shared access signature comes from <c>AZURE_STORAGE_SAS_TOKEN</c> on the machine where
/// the task runs; <c>AZURE_STORAGE_ENDPOINT</c> names another server. Signed https addresses work without either.</summary>
internal sealed class AzureBlobStrategy : IFileStrategy
{
    private readonly HttpStrategy _http = new(static request =>
    {
        request.Headers.Add("x-ms-version", "2023-11-03");
        if (request.Method == HttpMethod.Put)
        {
            request.Headers.Add("x-ms-blob-type", "BlockBlob");
        }
    });

    public Task DownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken) => _http.DownloadAsync(AddressOf(from), to, progress, cancellationToken);

    public Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken) => _http.UploadAsync(from, AddressOf(to), progress, cancellationToken);

    private static Uri AddressOf(Uri place)
    {
        var server = Environment.GetEnvironmentVariable("AZURE_STORAGE_ENDPOINT") is { Length: > 0 } other ? $"{other.TrimEnd('/')}/{place.Host}" : $"https://{place.Host}.blob.core.windows.net";
        var signature = Environment.GetEnvironmentVariable("AZURE_STORAGE_SAS_TOKEN")?.TrimStart('?');
        return new Uri($"{server}{place.AbsolutePath}{(string.IsNullOrEmpty(signature) ? "" : "?" + signature)}");
    }
}
