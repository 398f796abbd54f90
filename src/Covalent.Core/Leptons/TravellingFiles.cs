namespace Covalent.Core.Leptons;

/// <summary>Files and folders of this machine that travel within a task's options.</summary>
internal static class TravellingFiles
{
    private const long MostBytes = 64 << 20;

    /// <summary>A file, or everything in a folder under the folder's name.</summary>
    public static IReadOnlyList<LeptonFile> Of(string path)
    {
        var folder = new[] { Path.GetFullPath(path), Path.Combine(AppContext.BaseDirectory, path) }.FirstOrDefault(Directory.Exists);
        if (folder is null)
        {
            return Checked([LeptonFile.Read(path)], path);
        }

        var parent = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        return Checked(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("__pycache__", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => LeptonFile.Read(file, Path.GetRelativePath(parent, file).Replace('\\', '/'))), path);
    }

    /// <summary>The files of a folder that fit a pattern, by their names alone.</summary>
    public static IReadOnlyList<LeptonFile> Of(string folder, string pattern)
    {
        var found = Directory.Exists(folder) ? Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal).ToList() : [];
        return found.Count > 0 ? Checked(found.Select(file => LeptonFile.Read(file)), folder)
            : throw new WorkflowBuildException($"There is no {pattern} in '{Path.GetFullPath(folder)}', and it is to travel with the task. Check the folder.");
    }

    private static List<LeptonFile> Checked(IEnumerable<LeptonFile> files, string path)
    {
        List<LeptonFile> read = [];
        long size = 0;
        foreach (var file in files)
        {
            read.Add(file);
            size += file.Content.LongLength;
            if (size > MostBytes)
            {
                throw new WorkflowBuildException($"'{path}' holds more than {MostBytes >> 20} MB, which is too much to travel with every task. Put it where the far machine can reach it, or transfer it as a file (ElectronOptions.Files).");
            }
        }

        return read;
    }
}
