namespace Covalent.Core.Leptons;

/// <summary>The folder through which a value's large parts pass between C# and another language.</summary>
internal sealed class BlobFolder(string path)
{
    private int _count;

    public string Path => path;

    /// <summary>A name for a new file.</summary>
    public string NewName(string suffix) => $"argument{++_count}{suffix}";

    /// <summary>The path of a file in the folder.</summary>
    /// <exception cref="LeptonException">The name leads out of the folder.</exception>
    public string PathOf(string name) => name.Length > 0 && System.IO.Path.GetFileName(name) == name
        ? System.IO.Path.Combine(path, name)
        : throw new LeptonException($"The answer names the file '{name}', which is not in the task's folder. It was altered; run the task again.");

    public FileStream Create(string name) => new(PathOf(name), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
}
