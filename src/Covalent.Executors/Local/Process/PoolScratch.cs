namespace Covalent.Executors.Local;

/// <summary>A pool's private folder for its socket and for what its workers print. Only this user may enter; gone when the pool is.</summary>
internal sealed class PoolScratch : IDisposable
{
    // A Unix socket's path may have 108 bytes at most.
    private const int LongestSocketPath = 100;
    private const string Prefix = "covalent-pool-";

    private int _next;

    public PoolScratch()
    {
        var temporary = Path.GetTempPath();
        if (!OperatingSystem.IsWindows() && temporary.Length > LongestSocketPath - 40)
        {
            temporary = "/tmp";
        }

        RemoveOrphans(temporary);
        Folder = Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-").FullName;
        if (Folder.Length > LongestSocketPath - 2)
        {
            Directory.Delete(Folder);
            Folder = Path.Combine(temporary, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}");
            CreatePrivate(Folder);
        }

        SocketPath = Path.Combine(Folder, "s");
    }

    public string Folder { get; }

    public string SocketPath { get; }

    /// <summary>Two fresh file names for a worker's streams.</summary>
    public (string Stdout, string Stderr) NextStreams()
    {
        var number = Interlocked.Increment(ref _next);
        return (Path.Combine(Folder, $"{number}.out"), Path.Combine(Folder, $"{number}.err"));
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A worker's last child may still write there; the next pool removes what is left.
        }
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // A killed dispatcher cannot tidy up; the next one does. A folder whose process lives, or was replaced by another, is left alone.
    private static void RemoveOrphans(string temporary)
    {
        foreach (var folder in Directory.GetDirectories(temporary, Prefix + "*"))
        {
            var owner = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(owner, out var process) && !IsAlive(process))
            {
                TryDelete(folder);
            }
        }
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's folder, or one being removed by another process.
        }
    }
}
