using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Covalent.Executors.Channels;

/// <summary>One file of an archive.</summary>
/// <param name="Name">Relative path with forward slashes.</param>
/// <param name="Open">Opens the content.</param>
/// <param name="IsExecutable">Whether the owner may run it.</param>
internal sealed record ArchiveFile(string Name, Func<Stream> Open, bool IsExecutable = false)
{
    /// <summary>Bytes of the content where that is known; null otherwise.</summary>
    public int? Length { get; init; }

    /// <summary>A file with this content.</summary>
    public static ArchiveFile FromBytes(string name, ReadOnlyMemory<byte> content, bool isExecutable = false) =>
        new(name, () => MemoryMarshal.TryGetArray(content, out ArraySegment<byte> array) ? new MemoryStream(array.Array ?? [], array.Offset, array.Count, writable: false) : new MemoryStream(content.ToArray(), writable: false), isExecutable) { Length = content.Length };

    /// <summary>A copy of a file on this machine.</summary>
    public static ArchiveFile FromPath(string name, string path, bool isExecutable = false) =>
        new(name, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.SequentialScan | FileOptions.Asynchronous), isExecutable);
}

/// <summary>Writes tar archives that every <c>tar</c>, busybox's too, unpacks the same way.</summary>
internal static class FileArchive
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes a gzip-compressed archive.</summary>
    public static async Task WriteCompressedAsync(Stream destination, IEnumerable<ArchiveFile> files, CancellationToken cancellationToken)
    {
        var zip = new GZipStream(destination, CompressionLevel.Fastest, leaveOpen: true);
        await using (zip.ConfigureAwait(false))
        {
            await WriteAsync(zip, files, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task WriteAsync(Stream destination, IEnumerable<ArchiveFile> files, CancellationToken cancellationToken)
    {
        var tar = new TarWriter(destination, TarEntryFormat.Gnu, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            foreach (ArchiveFile file in files)
            {
                Stream content = file.Open();
                await using (content.ConfigureAwait(false))
                {
                    var entry = new GnuTarEntry(TarEntryType.RegularFile, file.Name)
                    {
                        DataStream = content,
                        Mode = file.IsExecutable ? Executable : Plain,
                        ModificationTime = DateTimeOffset.UnixEpoch,
                    };
                    await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
