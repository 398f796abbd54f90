using System.Security.Cryptography;

namespace Covalent.Core.Leptons;

/// <summary>A file that travels with a task.</summary>
/// <param name="Name">Path below the task's code folder, with forward slashes.</param>
/// <param name="Content">What is in it.</param>
internal sealed record LeptonFile(string Name, byte[] Content)
{
    /// <summary>Reads a file of the application: relative paths count from the current folder, then from the program's.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">What it is called on the far side.</param>
    /// <exception cref="WorkflowBuildException">It is not there.</exception>
    public static LeptonFile Read(string path, string? name = null)
    {
        var found = Find(path);
        try
        {
            return new LeptonFile(name ?? Path.GetFileName(found), File.ReadAllBytes(found));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkflowBuildException($"The file '{found}' cannot be read: {e.Message} It travels with the task, so it must be readable where the workflow is built.", e);
        }
    }

    public static string Find(string path)
    {
        string[] places = Path.IsPathRooted(path) ? [path] : [Path.GetFullPath(path), Path.Combine(AppContext.BaseDirectory, path)];
        return places.FirstOrDefault(File.Exists) ?? throw new WorkflowBuildException(
            $"The file '{path}' was not found; looked for {string.Join(" and ", places)}. Give its path, or have it copied to the output folder (<Content Include=\"{path}\" CopyToOutputDirectory=\"PreserveNewest\" />).");
    }

    public static string HashOf(IEnumerable<LeptonFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{file.Name}\0{file.Content.LongLength}\0"));
            hash.AppendData(file.Content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Puts the files into a folder.</summary>
    /// <exception cref="LeptonException">A name leads out of the folder.</exception>
    public static void Unpack(IEnumerable<LeptonFile> files, string folder)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        Directory.CreateDirectory(root);
        foreach (var file in files)
        {
            var path = Path.GetFullPath(Path.Combine(root, file.Name));
            if (!path.StartsWith(root, StringComparison.Ordinal))
            {
                throw new LeptonException($"The file '{file.Name}' of a task leads out of its folder. Give it a plain name.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content);
        }
    }
}
