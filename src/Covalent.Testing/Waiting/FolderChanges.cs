using System.Threading.Channels;

namespace Covalent.Testing;

/// <summary>Changes in a folder, or below it, from now on.</summary>
internal sealed class FolderChanges : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Changes that another machine makes in a shared folder are told by nobody.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(1);

    // Nothing to dispose of: a notice may still be on its way when nobody waits any more.
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly string _folder;
    private readonly FileSystemWatcher? _watcher;
    private TimeSpan _quiet;

    public FolderChanges(string folder)
    {
        _folder = folder;
        _watcher = TryWatch();
    }

    /// <summary>Waits for a change that was not told yet, or until it is time to look whether there was one all the same.</summary>
    /// <exception cref="TimeoutException">Nothing changed for five minutes.</exception>
    public async Task NextAsync(CancellationToken cancellationToken = default)
    {
        using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        look.CancelAfter(LookAnyway);
        try
        {
            await _news.Reader.ReadAsync(look.Token).ConfigureAwait(false);
            _quiet = TimeSpan.Zero;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if ((_quiet += LookAnyway) >= Patience)
            {
                throw new TimeoutException($"Nothing changed in {_folder} for {Patience.TotalSeconds:0} s.");
            }
        }
    }

    public void Dispose() => _watcher?.Dispose();

    /// <summary>Null where the system has no more watchers to give to this user; then there is only looking.</summary>
    private FileSystemWatcher? TryWatch()
    {
        var watcher = new FileSystemWatcher(_folder) { IncludeSubdirectories = true };
        watcher.Created += (_, _) => Tell();
        watcher.Changed += (_, _) => Tell();
        watcher.Renamed += (_, _) => Tell();
        watcher.Deleted += (_, _) => Tell();
        // Notices may have been lost, so whoever waits has to look again.
        watcher.Error += (_, _) => Tell();
        try
        {
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException)
        {
            watcher.Dispose();
            return null;
        }
    }

    private void Tell() => _news.Writer.TryWrite(true);
}
