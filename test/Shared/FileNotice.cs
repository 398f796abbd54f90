namespace Covalent.Tests;

/// <summary>Waits for files by the system's own notices, so that no test sleeps.</summary>
internal static class FileNotice
{
    /// <summary>Waits until a file is there.</summary>
    public static Task AppearsAsync(string path, CancellationToken cancellationToken = default) =>
        UntilAsync(Path.GetDirectoryName(path)!, () => File.Exists(path), cancellationToken);

    /// <summary>Waits until something is so that can only become so by a change in a folder, or below it.</summary>
    /// <exception cref="TimeoutException">Nothing changed for a minute.</exception>
    public static async Task UntilAsync(string folder, Func<bool> isSo, CancellationToken cancellationToken = default)
    {
        using var changes = new FolderChanges(folder);
        while (!isSo())
        {
            await changes.NextAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Changes in a folder, or below it, from now on.</summary>
internal sealed class FolderChanges : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _news = new(0);
    private readonly FileSystemWatcher _watcher;

    public FolderChanges(string folder)
    {
        _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
        _watcher.Created += (_, _) => _news.Release();
        _watcher.Changed += (_, _) => _news.Release();
        _watcher.Renamed += (_, _) => _news.Release();
        _watcher.Deleted += (_, _) => _news.Release();
        // Notices may have been lost, so whoever waits has to look again.
        _watcher.Error += (_, _) => _news.Release();
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Waits for a change that was not told yet.</summary>
    /// <exception cref="TimeoutException">Nothing changed for a minute.</exception>
    public async Task NextAsync(CancellationToken cancellationToken = default)
    {
        if (!await _news.WaitAsync(Patience, cancellationToken).ConfigureAwait(false))
        {
            throw new TimeoutException($"Nothing changed in {_watcher.Path} for {Patience.TotalSeconds:0} s.");
        }
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _news.Dispose();
    }
}
