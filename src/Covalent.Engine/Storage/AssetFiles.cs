using System.Security.Cryptography;
using Covalent.Core.Execution;
using Covalent.Core.Files;

namespace Covalent.Engine.Storage;

/// <summary>A folder of files named by the SHA-256 of what is in them. A file is complete or not there.</summary>
/// <param name="folder">The folder; made when first needed.</param>
/// <param name="flush">Whether to wait until the disk has the bytes, so that they survive a power loss.</param>
internal sealed class AssetFiles(string folder, bool flush)
{
    public static AssetId Identify(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length);

    public string PathOf(string sha256) => Path.Combine(folder, sha256[..2], sha256);

    public bool Exists(AssetId asset) => OwnFiles.Exists(PathOf(asset.Sha256)) && !HasPlantedFolder(asset.Sha256);

    public static AssetId Identify(ReadOnlyMemory<byte> bytes) => new(SpooledBytes.HashOf(bytes), bytes.Length);

    public AssetId Write(ReadOnlyMemory<byte> bytes)
    {
        var asset = Identify(bytes);
        if (!Exists(asset))
        {
            WriteNew(PathBesideNoLink(asset.Sha256), bytes);
        }

        return asset;
    }

    public ReadOnlyMemory<byte> Read(AssetId asset)
    {
        try
        {
            var bytes = SpooledBytes.OfFile(OwnPathOf(asset.Sha256));
            return bytes.Length == asset.Length
                ? bytes
                : throw Altered(asset, bytes.Length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Gone(asset, e);
        }
    }

    public FileStream Open(AssetId asset)
    {
        FileStream file;
        try
        {
            file = new FileStream(OwnPathOf(asset.Sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Gone(asset, e);
        }

        if (file.Length == asset.Length)
        {
            return file;
        }

        using (file)
        {
            throw Altered(asset, file.Length);
        }
    }

    /// <returns>Bytes freed.</returns>
    public long Delete(string sha256)
    {
        var file = new FileInfo(PathOf(sha256));
        if (!file.Exists || HasPlantedFolder(sha256))
        {
            return 0;
        }

        var length = file.LinkTarget is null ? file.Length : 0;
        file.Delete();
        return length;
    }

    /// <summary>Hashes of the files written before the given moment (UTC ticks).</summary>
    public IEnumerable<string> WrittenBefore(long ticks) => Files(ticks).Where(file => file.Name.Length == 64).Select(file => file.Name);

    /// <summary>Removes what a crash left half-written.</summary>
    /// <returns>Bytes freed.</returns>
    public long DeleteTemporaries(long writtenBefore)
    {
        long freed = 0;
        foreach (var file in Files(writtenBefore).Where(file => file.Extension == ".tmp"))
        {
            freed += file.Length;
            file.Delete();
        }

        return freed;
    }

    private StorageException Gone(AssetId asset, Exception e) =>
        new($"The stored file '{PathOf(asset.Sha256)}' is gone, so the value in it is lost. Restore the data folder, or run the task again.", innerException: e);

    private StorageException Altered(AssetId asset, long length) =>
        new($"The stored file '{PathOf(asset.Sha256)}' has {length} bytes instead of {asset.Length}: it was altered. Run the task again.");

    private List<FileInfo> Files(long writtenBefore) => [.. OwnFiles.Below(folder).Where(file => file.LastWriteTimeUtc.Ticks < writtenBefore)];

    private string OwnPathOf(string sha256) => PathBesideNoLink(sha256) is var path && OwnFiles.IsLink(path) ? throw Planted(path) : path;

    // A link in the file's own place is replaced by what is written, as renaming does.
    private string PathBesideNoLink(string sha256) => HasPlantedFolder(sha256) ? throw Planted(Path.Combine(folder, sha256[..2])) : PathOf(sha256);

    private bool HasPlantedFolder(string sha256) => OwnFiles.IsLink(Path.Combine(folder, sha256[..2]));

    private static StorageException Planted(string path) =>
        new($"'{path}' is a link, which Covalent does not make there, so it is not followed. Find out who put it there, and delete it or restore the data folder.");

    private void WriteNew(string path, ReadOnlyMemory<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0))
            {
                foreach (var piece in SpooledBytes.Pieces(bytes))
                {
                    file.Write(piece.Span);
                }

                if (flush)
                {
                    file.Flush(flushToDisk: true);
                }
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException e)
        {
            File.Delete(temporary);
            throw new StorageException($"The file '{path}' could not be written ({e.Message}). Check the space and the rights of the data folder.", innerException: e);
        }
    }
}
