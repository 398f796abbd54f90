using System.Security.Cryptography;
using Covalent.Core.Execution;

namespace Covalent.Core.Bundles;

/// <summary>Bundles on this machine: files by their SHA-256, manifests by bundle id, and folders put together from them on demand. Several
/// processes may use one store; everything appears whole, by renaming.</summary>
/// <remarks><c>bundles/objects/ab/abcd…</c>, <c>bundles/manifests/ID.json</c>, <c>bundles/trees/ID/</c>, <c>bundles/hashes.tsv</c>.</remarks>
internal sealed partial class BundleStore(string dataFolder, TimeProvider clock) : IBundleSource
{
    private readonly string _root = Path.Combine(Path.GetFullPath(dataFolder), "bundles");
    private HashCache? _hashes;

    /// <summary>Takes copies of files into the store and lists them as a bundle.</summary>
    /// <exception cref="CovalentException">A loaded assembly is not the one on disk any more.</exception>
    public async Task<BundleManifest> AddAsync(
        string application, string runtimeIdentifier, IReadOnlyList<FrameworkReference> frameworks, IReadOnlyList<ApplicationFile> files, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(_root, "manifests"));
        var hashes = _hashes ??= new HashCache(Path.Combine(_root, "hashes.tsv"), clock);
        var stored = new BundleFile[files.Count];
        await Parallel.ForAsync(0, files.Count, cancellationToken, (i, _) =>
        {
            stored[i] = Store(files[i], hashes);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        LoadedModules.Verify(files.Select((file, i) => (file.Source, Copy: PathOf(stored[i].Sha256))).DistinctBy(pair => pair.Source).ToDictionary(pair => pair.Source, pair => pair.Copy));
        hashes.Save();
        var manifest = BundleManifestJson.Create(application, runtimeIdentifier, frameworks, stored);
        var path = ManifestPath(manifest.Id);
        if (new FileInfo(path) is { Exists: true } existing)
        {
            Touch(existing);
        }
        else
        {
            WriteWhole(path, BundleManifestJson.Write(manifest));
        }

        return manifest;
    }

    public async ValueTask<BundleManifest> GetAsync(string bundleId, CancellationToken cancellationToken)
    {
        if (IsId(bundleId) && new FileInfo(ManifestPath(bundleId)) is { Exists: true, LinkTarget: null } known)
        {
            Touch(known);
            return BundleManifestJson.Read(await File.ReadAllBytesAsync(known.FullName, cancellationToken).ConfigureAwait(false));
        }

        throw new CovalentException($"Bundle '{bundleId}' is not in '{_root}', so the code of its dispatch cannot be run. It was pruned, or the dispatch was made with another "
            + "data folder; dispatch again from the application.");
    }

    /// <summary>Tells pruning that a bundle is in use, and whether it is still whole. Looks at one file while it was told so lately.</summary>
    /// <returns>False when something of it is missing; it must be stored again.</returns>
    public bool TryUse(BundleManifest manifest)
    {
        var list = new FileInfo(ManifestPath(manifest.Id));
        if (!list.Exists || (IsDue(list) && !manifest.Files.All(Has)))
        {
            return false;
        }

        Touch(list);
        return true;
    }

    public string PathOf(string sha256) => IsId(sha256)
        ? Path.Combine(_root, "objects", sha256[..2], sha256)
        : throw new ArgumentException("A SHA-256 in lower-case hex is needed.", nameof(sha256));

    /// <summary>Deletes bundles that nobody needs: not in <paramref name="keep"/> and not made or used since <paramref name="unusedSince"/>.</summary>
    /// <returns>Bytes freed.</returns>
    public long Prune(IReadOnlySet<string> keep, DateTimeOffset unusedSince) => BundlePruning.Run(_root, keep, unusedSince);

    /// <summary>Whether it is time to prune; the turn then counts as taken, for all processes on this folder.</summary>
    public bool TryBeginPruning(TimeSpan pause)
    {
        var turn = new FileInfo(Path.Combine(_root, "pruned"));
        var now = clock.GetUtcNow().UtcDateTime;
        if (!Directory.Exists(_root) || (turn.Exists && now - turn.LastWriteTimeUtc < pause))
        {
            return false;
        }

        File.WriteAllBytes(turn.FullName, []);
        File.SetLastWriteTimeUtc(turn.FullName, now);
        return true;
    }

    internal static bool IsId(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private BundleFile Store(ApplicationFile file, HashCache hashes)
    {
        var info = new FileInfo(file.Source);
        if (hashes.Find(info) is { } known && new FileInfo(PathOf(known)) is { Exists: true } existing && existing.Length == info.Length)
        {
            Touch(existing);
            return new BundleFile(file.Path, known, info.Length);
        }

        // What is hashed is the copy, so that a file changing under us cannot be stored under a hash it does not have.
        var temporary = Path.Combine(_root, $"{Guid.NewGuid():N}.tmp");
        File.Copy(file.Source, temporary);
        var (sha256, length) = Hash(temporary);
        var path = PathOf(sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        File.Move(temporary, path, overwrite: true);
        File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        if (length == info.Length)
        {
            hashes.Add(info, sha256);
        }

        return new BundleFile(file.Path, sha256, length);
    }

    // Tells pruning that the file is in use, without writing at every start.
    private void Touch(FileInfo file)
    {
        if (IsDue(file))
        {
            File.SetLastWriteTimeUtc(file.FullName, clock.GetUtcNow().UtcDateTime);
        }
    }

    private bool IsDue(FileInfo file) => clock.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > TimeSpan.FromHours(12);

    private static (string Sha256, long Length) Hash(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        return (Convert.ToHexStringLower(SHA256.HashData(stream)), stream.Length);
    }

    private string ManifestPath(string id) => Path.Combine(_root, "manifests", id + ".json");

    private static void WriteWhole(string path, byte[] contents)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, contents);
        File.Move(temporary, path, overwrite: true);
    }
}
