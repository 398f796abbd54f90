namespace Covalent.Core.Bundles;

/// <summary>Finds the files that <see cref="BundleContentAttribute"/> patterns name.</summary>
internal static class ContentFiles
{
    /// <exception cref="CovalentException">A pattern leads out of the folder or finds nothing.</exception>
    public static IEnumerable<ApplicationFile> Find(string folder, IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            var files = Find(folder, pattern);
            if (files.Count == 0)
            {
                throw new CovalentException($"[assembly: BundleContent(\"{pattern}\")] finds no file below '{folder}'. Set CopyToOutputDirectory on the files, or correct the pattern.");
            }

            foreach (var file in files)
            {
                yield return file;
            }
        }
    }

    private static List<ApplicationFile> Find(string folder, string pattern)
    {
        var normal = pattern.Replace('\\', '/');
        var slash = normal.LastIndexOf('/');
        var (directory, name) = slash < 0 ? ("", normal) : (normal[..slash], normal[(slash + 1)..]);
        var recursive = directory == "**" || directory.EndsWith("/**", StringComparison.Ordinal);
        var start = Path.GetFullPath(recursive ? directory[..^2].TrimEnd('/') : directory, folder);
        var below = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
        if (!(start + Path.DirectorySeparatorChar).StartsWith(below, StringComparison.Ordinal))
        {
            throw new CovalentException($"[assembly: BundleContent(\"{pattern}\")] leads out of the application's folder. Copy the files into it when building.");
        }

        return !Directory.Exists(start) ? [] :
        [
            .. Directory.EnumerateFiles(start, name, recursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
                .Order(StringComparer.Ordinal)
                .Select(file => new ApplicationFile(Path.GetRelativePath(folder, file).Replace('\\', '/'), file)),
        ];
    }
}
