namespace Covalent.Executors.Dask;

/// <summary>Where one dispatcher keeps the large data that are under way between it and one cluster. It is held by a lock that goes with the process, so what a
/// killed dispatcher left is known, and removed by the next one, while other living dispatchers of the same data folder keep theirs.</summary>
internal sealed class DaskFolder : IDisposable
{
    private const string Ending = ".lock";

    private readonly FileStream _lock;
    private readonly string _path;

    public DaskFolder(string parent)
    {
        Directory.CreateDirectory(parent);
        RemoveAbandoned(parent);
        (_path, _lock) = Make(parent);
        MakePrivate(Outbox);
        MakePrivate(Inbox);
    }

    /// <summary>What tasks take, until their Dask worker has it.</summary>
    public string Outbox => Path.Combine(_path, "outbox");

    /// <summary>What tasks gave, until it is read.</summary>
    public string Inbox => Path.Combine(_path, "inbox");

    public void Dispose()
    {
        Remove(_path);
        File.Delete(_lock.Name);
        _lock.Dispose();
    }

    private static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static (string Path, FileStream Lock) Make(string parent)
    {
        while (true)
        {
            string path = Path.Combine(parent, Guid.NewGuid().ToString("N"));
            if (TryLock(path + Ending, FileMode.CreateNew) is { } held)
            {
                return (path, held);
            }
        }
    }

    private static void RemoveAbandoned(string parent)
    {
        foreach (string file in Directory.EnumerateFiles(parent, "*" + Ending))
        {
            using FileStream? held = TryLock(file, FileMode.Open);
            if (held is not null)
            {
                Remove(file[..^Ending.Length]);
                File.Delete(file);
            }
        }
    }

    private static FileStream? TryLock(string file, FileMode mode)
    {
        try
        {
            return new FileStream(file, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody's who lives, or who has just removed it.
            return null;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there, or a bridge that is on its way out still writes there; the next dispatcher finds it.
        }
    }
}
