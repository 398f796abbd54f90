namespace Covalent.Engine.Storage;

/// <summary>Refuses data folders on network file systems, where SQLite's locks and shared memory do not hold.</summary>
internal static class NetworkFolders
{
    private static readonly string[] Types =
        ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "9p", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "lustre", "gpfs", "ceph", "beegfs", "pvfs2", "orangefs", "webdav", "davfs"];

    /// <exception cref="StorageException">The folder lies on a network file system.</exception>
    public static void Refuse(string folder)
    {
        if (FindNetworkType(Path.GetFullPath(folder)) is { } type)
        {
            throw new StorageException($"The data folder '{folder}' lies on a network file system ({type}), where an SQLite database can be damaged. "
                + "Choose a folder on a local disk (option DataFolder, or COVALENT_DATA_DIR), or use a server with a Postgres store.");
        }
    }

    /// <summary>The file system type of the mount that holds a path, when it is a network one.</summary>
    /// <param name="mounts">Text in the format of <c>/proc/self/mountinfo</c>.</param>
    /// <param name="path">Absolute path.</param>
    public static string? FindNetworkType(IEnumerable<string> mounts, string path)
    {
        var (point, type) = ("", "");
        foreach (var line in mounts)
        {
            var fields = line.Split(' ');
            var separator = Array.IndexOf(fields, "-");
            if (separator < 5 || separator + 1 >= fields.Length)
            {
                continue;
            }

            var mount = Unescape(fields[4]);
            if (IsWithin(path, mount) && mount.Length >= point.Length)
            {
                (point, type) = (mount, fields[separator + 1]);
            }
        }

        return Types.Contains(type, StringComparer.Ordinal) ? type : null;
    }

    private static string? FindNetworkType(string path)
    {
        const string mountInfo = "/proc/self/mountinfo";
        if (File.Exists(mountInfo))
        {
            return FindNetworkType(File.ReadLines(mountInfo), path);
        }

        var isShare = path.StartsWith(@"\\", StringComparison.Ordinal);
        var root = Path.GetPathRoot(path);
        return isShare || (!string.IsNullOrEmpty(root) && OperatingSystem.IsWindows() && new DriveInfo(root).DriveType == DriveType.Network) ? "network share" : null;
    }

    private static bool IsWithin(string path, string mount) =>
        mount == "/" || path == mount || (path.StartsWith(mount, StringComparison.Ordinal) && path[mount.Length] == '/');

    private static string Unescape(string mount) => mount.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\134", "\\", StringComparison.Ordinal);
}
