namespace Covalent;

/// <summary>How an <see cref="HttpDispatcherClient"/> reaches its server.</summary>
/// <param name="Address">Where the server is, such as <c>http://localhost:48008</c>; a path before the API's own is kept.</param>
public sealed record HttpDispatcherClientOptions(Uri Address)
{
    /// <summary>Token that the server asks for; null where it asks for none. Never shown. Default: null.</summary>
    public string? Token { get; init; }

    /// <summary>Further headers of every request, for proxies. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Folder in which copies of this application's files are prepared for sending. Default: a folder of the user's cache.</summary>
    public string BundleFolder { get; init; } = Path.Combine(CovalentConfiguration.Load().GetPath("dispatcher.cache_dir")!, "dispatches");

    /// <summary>How long a call is repeated when a server that answered before does not answer now. Default: 10 seconds.</summary>
    public TimeSpan RetryPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long waiting for a dispatch and watching it outlast a server that is away, such as during its restart. Default: 5 minutes.</summary>
    public TimeSpan WaitPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Told while this application's files are sent. Default: nobody.</summary>
    public IProgress<BundleUploadProgress>? UploadProgress { get; init; }

    /// <summary>Clock of pauses. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    // Records print all their members; this one holds a secret.
    /// <inheritdoc />
    public override string ToString() => $"{nameof(HttpDispatcherClientOptions)} {{ Address = {Address} }}";
}

/// <summary>How far the sending of an application's files is.</summary>
/// <param name="SentBytes">Bytes the server has taken.</param>
/// <param name="TotalBytes">Bytes it did not have before.</param>
/// <param name="SentFiles">Files the server has taken.</param>
/// <param name="TotalFiles">Files it did not have before.</param>
public sealed record BundleUploadProgress(long SentBytes, long TotalBytes, int SentFiles, int TotalFiles);
