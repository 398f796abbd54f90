namespace Covalent.Testing;

/// <summary>Changes in a folder, or below it, from now on.</summary>
internal sealed class FolderChanges : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Changes that another machine makes in a shared folder are told by nobody.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _news = new(0);
    private readonly FileSystemWatcher _watcher;
    private TimeSpan _quiet;

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

    /// <summary>Waits for a change that was not told yet, or until it is time to look whether there was one all the same.</summary>
    /// <exception cref="TimeoutException">Nothing changed for five minutes.</exception>
    public async Task NextAsync(CancellationToken cancellationToken = default)
    {
        if (await _news.WaitAsync(LookAnyway, cancellationToken).ConfigureAwait(false))
        {
            _quiet = TimeSpan.Zero;
        }
        else if ((_quiet += LookAnyway) >= Patience)
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
