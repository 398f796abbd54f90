using Covalent.Core.Execution;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>A task's package as a file of an archive. Large ones rest on disk until they are sent.</summary>
internal static class PackageFile
{
    /// <param name="task">The task.</param>
    /// <param name="cacheDir">Folder for temporary files; empty for the system's.</param>
    /// <param name="cancellationToken">Stops packing.</param>
    public static async Task<ArchiveFile> OfAsync(RemoteTask task, string cacheDir, CancellationToken cancellationToken)
    {
        TaskPackage package = task.CreatePackage();
        if (package.Length > SpooledBytes.Threshold)
        {
            string folder = cacheDir.Length > 0 ? cacheDir : Path.GetTempPath();
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, $"{task.JobName}-{Guid.NewGuid():N}.package");
            await package.WriteToFileAsync(path, cancellationToken).ConfigureAwait(false);
            return new ArchiveFile(JobFiles.Package, new HeldFile(path).Open);
        }

        var bytes = new MemoryStream((int)package.Length);
        await package.WriteToAsync(bytes, cancellationToken).ConfigureAwait(false);
        return ArchiveFile.FromBytes(JobFiles.Package, bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }
}
