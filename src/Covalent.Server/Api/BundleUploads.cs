using System.Collections.Concurrent;
using Covalent.Core.Bundles;
using Covalent.Core.Client.Http;
using Covalent.Core.Files;

namespace Covalent.Server.Api;

/// <summary>Bundles on their way in. Announced manifests and parts of files rest in <c>uploads/</c>, so that a restart of either side costs nothing
/// that has arrived.</summary>
internal sealed class BundleUploads(string dataFolder, BundleStore store, long largestFile, DiskQuota quota)
{
    private const int MostInMemory = 32;
    private readonly string _folder = DiskQuota.FolderIn(dataFolder);
    private readonly ConcurrentDictionary<string, BundleManifest> _announced = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _busy = new(StringComparer.Ordinal);

    /// <summary>Takes note of a bundle, or completes it when nothing is missing.</summary>
    /// <returns>Hashes of the files still missing.</returns>
    public async Task<IReadOnlyList<string>> AnnounceAsync(BundleManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Files.FirstOrDefault(file => file.Length > largestFile) is { } large)
        {
            throw new RefusedException(413, ProblemCodes.TooLarge, "A file is too large",
                $"File '{large.Path}' of the bundle has {large.Length:N0} bytes; this server takes up to {largestFile:N0}. Leave it out of the bundle, or raise the server's limit.");
        }

        var missing = manifest.Files.Where(file => !store.Has(file)).Select(file => file.Sha256).Distinct().ToList();
        if (missing.Count == 0)
        {
            store.Take(manifest);
            _announced.TryRemove(manifest.Id, out _);
            Delete(new FileInfo(ManifestPath(manifest.Id)));
            return missing;
        }

        quota.DemandSpace(manifest.Files.DistinctBy(file => file.Sha256).Where(file => !store.Has(file)).Sum(file => file.Length));
        Directory.CreateDirectory(_folder);
        if (!OwnFiles.Exists(ManifestPath(manifest.Id)))
        {
            await WriteAsync(manifest, cancellationToken);
        }

        Remember(manifest);
        return missing;
    }

    /// <summary>How much of a file has arrived; null when it was not announced.</summary>
    public (long Offset, long Length)? Find(string bundleId, string sha256) =>
        FileOf(bundleId, sha256) is not { } file ? null
        : store.Has(file) ? (file.Length, file.Length)
        : (new FileInfo(PartPath(file)) is { Exists: true, LinkTarget: null } part ? part.Length : 0, file.Length);

    /// <summary>Appends to a file at an offset, or begins it anew at 0; checks and stores it when it is whole.</summary>
    /// <returns>The offset reached; null when the file was not announced.</returns>
    public async Task<long?> TakeAsync(string bundleId, string sha256, long offset, Stream body, string encoding, CancellationToken cancellationToken)
    {
        if (FileOf(bundleId, sha256) is not { } file)
        {
            return null;
        }

        if (store.Has(file))
        {
            return file.Length;
        }

        if (!_busy.TryAdd(sha256, 0))
        {
            throw new TransientRefusal(409, ProblemCodes.Busy, "The file is being sent", $"File '{sha256}' is being sent by another request. Ask for its offset in a moment.");
        }

        try
        {
            return await AppendAsync(file, offset, body, encoding, cancellationToken);
        }
        finally
        {
            _busy.TryRemove(sha256, out _);
        }
    }

    /// <summary>Deletes what nobody went on with since the given moment.</summary>
    public void Forget(DateTimeOffset untouchedSince)
    {
        foreach (var file in Directory.Exists(_folder) ? Directory.GetFiles(_folder) : [])
        {
            if (File.GetLastWriteTimeUtc(file) < untouchedSince.UtcDateTime && !_busy.ContainsKey(Path.GetFileNameWithoutExtension(file)))
            {
                Delete(new FileInfo(file));
                _announced.TryRemove(Path.GetFileNameWithoutExtension(file), out _);
            }
        }
    }

    private async Task<long> AppendAsync(BundleFile file, long offset, Stream body, string encoding, CancellationToken cancellationToken)
    {
        var arrival = new Arrival(PartPath(file), file.Sha256, file.Length, $"file '{file.Path}'", quota);
        var end = await arrival.AppendAsync(offset, body, encoding, cancellationToken);
        if (end == file.Length)
        {
            await arrival.CheckAsync(cancellationToken);
            store.Take(arrival.Path, file);
            quota.Free(file.Length);
        }

        return end;
    }

    private BundleFile? FileOf(string bundleId, string sha256) => BundleStore.IsId(bundleId) && BundleStore.IsId(sha256)
        ? ManifestOf(bundleId)?.Files.FirstOrDefault(file => file.Sha256 == sha256)
        : null;

    private BundleManifest? ManifestOf(string bundleId)
    {
        if (_announced.TryGetValue(bundleId, out var known))
        {
            return known;
        }

        var path = ManifestPath(bundleId);
        return OwnFiles.Exists(path) ? Remember(BundleManifestJson.Read(File.ReadAllBytes(path))) : null;
    }

    // The file has its name only when it is whole. The same id is the same content.
    private async Task WriteAsync(BundleManifest manifest, CancellationToken cancellationToken)
    {
        var bytes = BundleManifestJson.Write(manifest);
        var temporary = Path.Combine(_folder, $"{Guid.NewGuid():N}.tmp");
        quota.Take(bytes.Length);
        try
        {
            await File.WriteAllBytesAsync(temporary, bytes, cancellationToken);
            File.Move(temporary, ManifestPath(manifest.Id), overwrite: OwnFiles.IsLink(ManifestPath(manifest.Id)));
        }
        catch (Exception e)
        {
            File.Delete(temporary);
            quota.Free(bytes.Length);
            if (e is not IOException || !File.Exists(ManifestPath(manifest.Id)))
            {
                throw;
            }
        }
    }

    // The file is there for those that are forgotten; whoever announces many takes no memory.
    private BundleManifest Remember(BundleManifest manifest)
    {
        if (_announced.Count >= MostInMemory)
        {
            _announced.Clear();
        }

        return _announced[manifest.Id] = manifest;
    }

    private void Delete(FileInfo file)
    {
        if (file.Exists)
        {
            var length = file.LinkTarget is null ? file.Length : 0;
            file.Delete();
            quota.Free(length);
        }
    }

    private string ManifestPath(string bundleId) => Path.Combine(_folder, bundleId + ".json");

    private string PartPath(BundleFile file) => Path.Combine(_folder, file.Sha256 + ".part");
}
