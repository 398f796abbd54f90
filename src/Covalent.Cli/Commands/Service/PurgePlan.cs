namespace Covalent.Cli.Commands.Service;

/// <summary>What a purge deletes: things by names that are ours, never a whole folder that somebody may share.</summary>
internal sealed class PurgePlan
{
    private static readonly string[] CacheNames = ["logs", "dispatches"];
    private static readonly string[] SoftNames = ["logs", "server.json", "server.start.json", "server.start.new.json", "server.lock"];
    private static readonly string[] HardNames = ["covalent.db", "covalent.db-wal", "covalent.db-shm", "assets", "bundles", "runtimes", "results", "uploads", "spool", "engines", "dask-cluster", "tokens.json"];

    private readonly ServerFolder _folder;
    private readonly bool _isHard;

    private PurgePlan(ServerFolder folder, bool isHard, IReadOnlyList<string> items)
    {
        _folder = folder;
        _isHard = isHard;
        Items = items;
    }

    /// <summary>Existing files and folders.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <param name="host">Where cache and configuration are.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="hard">Whether the dispatches go too.</param>
    /// <param name="ownData">Whether it is the user's own data folder, with the configuration and caches that belong to it.</param>
    public static PurgePlan Make(CommandHost host, ServerFolder folder, bool hard, bool ownData)
    {
        var configuration = host.Configuration();
        var cache = configuration.GetPath("dispatcher.cache_dir")!;
        IEnumerable<string> own = ownData ? [configuration.File, configuration.File + ".lock", .. CacheNames.Select(name => Path.Combine(cache, name))] : [];
        var data = SoftNames.Concat(hard ? HardNames : []).Select(name => Path.Combine(folder.Path, name));
        return new PurgePlan(folder, hard, [.. own.Concat(data).Where(Path.Exists)]);
    }

    /// <exception cref="CommandException">A living process runs dispatches from the database that is to be deleted.</exception>
    public void RefuseLivingEngines()
    {
        var locks = Path.Combine(_folder.Path, "engines");
        if (_isHard && Directory.Exists(locks) && Directory.EnumerateFiles(locks, "*.lock").FirstOrDefault(IsHeld) is { } held)
        {
            throw new CommandException(ExitCodes.Unavailable, $"A living process uses {_folder.Path} (it holds {held}). End the program that dispatches there first; nothing was deleted.");
        }
    }

    /// <returns>Bytes given back.</returns>
    public long Delete()
    {
        long freed = 0;
        foreach (var item in Items)
        {
            if (Directory.Exists(item) && new DirectoryInfo(item).LinkTarget is null)
            {
                freed += new DirectoryInfo(item).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Sum(static file => file.Length);
                Directory.Delete(item, recursive: true);
            }
            else if (File.Exists(item))
            {
                freed += new FileInfo(item).Length;
                File.Delete(item);
            }
        }

        RemoveIfEmpty(_folder.Path);
        return freed;
    }

    private static void RemoveIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private static bool IsHeld(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return File.Exists(path);
        }
    }
}
