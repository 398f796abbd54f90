using System.IO.Compression;
using System.Net.Http.Headers;
using Covalent.Core.Bundles;

namespace Covalent.Core.Client.Http;

/// <summary>Brings this application's files to the server: only those it lacks, and from where an earlier try was cut off.</summary>
internal sealed class BundleUpload(ServerConnection server, HttpDispatcherClientOptions options) : IDisposable
{
    private const int AtOnce = 4;
    private const int MostTries = 5;
    private const int WorthCompressing = 1024;
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile string? _stored;

    /// <summary>Makes sure that the server has the running application's bundle.</summary>
    /// <exception cref="CovalentException">The application has no files to send, or they cannot be sent.</exception>
    public async ValueTask<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        var bundle = await ApplicationBundle.For(options.BundleFolder, options.Clock).GetAsync(cancellationToken).ConfigureAwait(false);
        if (bundle.Manifest is not { } manifest)
        {
            throw new CovalentException($"This application cannot be sent to the server at {server.Address}: {bundle.Reason}. Tasks of a server run in worker processes, which need the application's files.");
        }

        if (_stored != manifest.Id)
        {
            await SendAsync(manifest, cancellationToken).ConfigureAwait(false);
        }

        return manifest.Id;
    }

    /// <summary>Makes a call that needs the bundle; where the server has lost it meanwhile, it is sent again first.</summary>
    public async Task<T> WithBundleAsync<T>(string? bundleId, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (BundleMissingException) when (bundleId is not null && bundleId == _stored)
        {
            _stored = null;
            await EnsureAsync(cancellationToken).ConfigureAwait(false);
            return await call().ConfigureAwait(false);
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task SendAsync(BundleManifest manifest, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var reply = await AnnounceAsync(manifest, cancellationToken).ConfigureAwait(false);
            for (var tries = 1; !reply.IsComplete; tries++)
            {
                await SendFilesAsync(manifest, reply.Missing, cancellationToken).ConfigureAwait(false);
                reply = await AnnounceAsync(manifest, cancellationToken).ConfigureAwait(false);
                if (!reply.IsComplete && tries == MostTries)
                {
                    throw new CovalentException($"The server at {server.Address} still lacks {reply.Missing.Count} files of bundle '{manifest.Id}' after {tries} tries. Look into its log and at its disk space.");
                }
            }

            _stored = manifest.Id;
        }
        finally
        {
            _one.Release();
        }
    }

    private Task<MissingReply> AnnounceAsync(BundleManifest manifest, CancellationToken cancellationToken)
    {
        var json = BundleManifestJson.Write(manifest);
        return server.SendAsync(
            HttpMethod.Put, $"api/v1/bundles/{manifest.Id}", () => new ReadOnlyMemoryContent(json) { Headers = { ContentType = new("application/json") } },
            WireJson.Default.MissingReply, Repeat.Always, cancellationToken);
    }

    private async Task SendFilesAsync(BundleManifest manifest, IReadOnlyList<string> missing, CancellationToken cancellationToken)
    {
        var wanted = missing.ToHashSet(StringComparer.Ordinal);
        var files = manifest.Files.Where(file => wanted.Contains(file.Sha256)).DistinctBy(file => file.Sha256).OrderByDescending(file => file.Length).ToArray();
        var progress = new UploadCounter(options.UploadProgress, files);
        progress.Report();
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (file, token) =>
        {
            await SendFileAsync(manifest.Id, file, token).ConfigureAwait(false);
            progress.Add(file);
        }).ConfigureAwait(false);
    }

    private async Task SendFileAsync(string bundleId, BundleFile file, CancellationToken cancellationToken)
    {
        var path = $"api/v1/bundles/{bundleId}/files/{file.Sha256}";
        var source = new BundleStore(options.BundleFolder, options.Clock).PathOf(file.Sha256);
        for (var tries = 1; ; tries++)
        {
            try
            {
                var offset = tries == 1 ? 0 : await OffsetAsync(path, cancellationToken).ConfigureAwait(false);
                if (offset < file.Length || file.Length == 0)
                {
                    using var response = await server.SendAsync(() => Part(path, source, offset), Repeat.IfNotSent, cancellationToken).ConfigureAwait(false);
                }

                return;
            }
            catch (CovalentException e) when (e.IsTransient && tries < MostTries)
            {
                await Task.Delay(ServerConnection.ShortestPause * tries, options.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<long> OffsetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await server.SendAsync(() => new HttpRequestMessage(HttpMethod.Head, path), Repeat.Always, cancellationToken).ConfigureAwait(false);
        return response.Headers.TryGetValues("Upload-Offset", out var values) && long.TryParse(values.First(), out var offset) ? offset : 0;
    }

    private HttpRequestMessage Part(string path, string source, long offset)
    {
        var file = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        file.Seek(offset, SeekOrigin.Begin);
        var request = new HttpRequestMessage(offset == 0 ? HttpMethod.Put : HttpMethod.Patch, path);
        request.Headers.Add("Upload-Offset", offset.ToString(System.Globalization.CultureInfo.InvariantCulture));
        // On this machine compressing costs more than it saves.
        if (server.Address.IsLoopback || file.Length - offset < WorthCompressing)
        {
            request.Content = new StreamContent(file);
        }
        else
        {
            request.Content = new CompressedContent(file);
            request.Content.Headers.ContentEncoding.Add("br");
        }

        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return request;
    }

    /// <summary>A file compressed on its way.</summary>
    private sealed class CompressedContent(FileStream file) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            var compressed = new BrotliStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            await using (compressed.ConfigureAwait(false))
            {
                await file.CopyToAsync(compressed).ConfigureAwait(false);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
