using Covalent.Core.Files;

namespace Covalent.Core.Bundles;

/// <summary>Deletes what no needed bundle lists. Young objects stay: another process may be about to list them.</summary>
internal static class BundlePruning
{
    public static long Run(string root, IReadOnlySet<string> keep, DateTimeOffset unusedSince)
    {
        if (!Directory.Exists(root))
        {
            return 0;
        }

        var needed = new HashSet<string>(StringComparer.Ordinal);
        long freed = 0;
        foreach (var path in Files(Path.Combine(root, "manifests"), "*.json"))
        {
            var id = Path.GetFileNameWithoutExtension(path);
            if (keep.Contains(id) || File.GetLastWriteTimeUtc(path) >= unusedSince)
            {
                needed.UnionWith(BundleManifestJson.Read(File.ReadAllBytes(path)).Files.Select(file => file.Sha256));
                continue;
            }

            File.Delete(path);
            var tree = Path.Combine(root, "trees", id);
            // Of a link only the link goes.
            if (Directory.Exists(tree))
            {
                Directory.Delete(tree, recursive: true);
            }
        }

        foreach (var path in Files(Path.Combine(root, "objects"), "*"))
        {
            if (!needed.Contains(Path.GetFileName(path)) && new FileInfo(path) is var file && file.LastWriteTimeUtc < unusedSince)
            {
                freed += file.Length;
                file.Delete();
            }
        }

        RemoveUnfinished(root, unusedSince);
        return freed;
    }

    // What a killed process was about to rename.
    private static void RemoveUnfinished(string root, DateTimeOffset unusedSince)
    {
        foreach (var path in Files(root, "*.tmp").Where(path => File.GetLastWriteTimeUtc(path) < unusedSince))
        {
            File.Delete(path);
        }

        var trees = Path.Combine(root, "trees");
        foreach (var path in (Directory.Exists(trees) ? Directory.GetDirectories(trees, "*.tmp") : []).Where(path => Directory.GetLastWriteTimeUtc(path) < unusedSince))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static string[] Files(string folder, string pattern) => [.. OwnFiles.Below(folder, pattern).Select(static file => file.FullName)];
}
