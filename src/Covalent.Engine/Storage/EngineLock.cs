using System.Diagnostics;

namespace Covalent.Engine.Storage;

/// <summary>A file that an engine keeps locked while it lives. The operating system lets go of the lock when the process ends, however it ends.</summary>
internal sealed class EngineLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _path;

    private EngineLock(FileStream file, string path)
    {
        _file = file;
        _path = path;
    }

    public string Name => Path.GetFileName(_path);

    /// <summary>Makes a new lock in the folder of engine locks.</summary>
    public static EngineLock Create(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.lock");
        return new EngineLock(Open(path, FileMode.CreateNew), path);
    }

    /// <summary>Takes the lock of an engine that is gone.</summary>
    /// <returns>Null while that engine lives.</returns>
    public static EngineLock? TryTakeOver(string folder, string name)
    {
        var path = Path.Combine(folder, Path.GetFileName(name));
        try
        {
            Directory.CreateDirectory(folder);
            return new EngineLock(Open(path, FileMode.OpenOrCreate), path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>This process as an owner.</summary>
    public OwnerRecord ToOwner()
    {
        using var process = Process.GetCurrentProcess();
        return new OwnerRecord(0, Environment.MachineName, Environment.ProcessId, process.StartTime.ToUniversalTime().Ticks, Name);
    }

    public void Dispose()
    {
        // Removed while still locked, so that nobody takes over a name that is about to vanish.
        File.Delete(_path);
        _file.Dispose();
    }

    private static FileStream Open(string path, FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.None, 1);
}
