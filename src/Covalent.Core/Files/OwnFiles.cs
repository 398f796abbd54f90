namespace Covalent.Core.Files;

/// <summary>Files in folders that only this program writes to. It makes no links there, so a link was planted: it is not read, written or deleted through.
/// The folders themselves may be links, such as to a larger disk.</summary>
internal static class OwnFiles
{
    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
    private static readonly EnumerationOptions Flat = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>All files below a folder; none where there is no folder.</summary>
    public static IEnumerable<FileInfo> Below(string folder, string pattern = "*") => List(folder, pattern, Deep);

    /// <summary>The files in a folder.</summary>
    public static IEnumerable<FileInfo> In(string folder, string pattern = "*") => List(folder, pattern, Flat);

    /// <summary>Whether a file is there that is no link.</summary>
    public static bool Exists(string path) => new FileInfo(path) is { Exists: true, LinkTarget: null };

    /// <summary>Whether there is a link, to whatever.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static IEnumerable<FileInfo> List(string folder, string pattern, EnumerationOptions options) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles(pattern, options) : [];
}
