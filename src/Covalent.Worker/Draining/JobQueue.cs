namespace Covalent.Worker.Draining;

/// <summary>A job that this worker has taken for itself.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Name">Its name.</param>
/// <param name="WorkDir">Where its task runs unless its options say otherwise.</param>
internal sealed record TakenJob(string Folder, string Name, string WorkDir);

/// <summary>Jobs waiting in a folder. Any number of workers take from it at the same time: a job is taken by renaming its file, which only one can do.</summary>
internal sealed class JobQueue : IDisposable
{
    // Changes made on another machine of a shared file system are not announced.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(1);

    private readonly string _waiting;
    private readonly string _jobs;
    private readonly FileSystemWatcher? _watcher;
    private readonly AutoResetEvent _changed = new(false);
    private readonly Queue<string> _seen = new();

    public JobQueue(DrainOptions options)
    {
        _waiting = Path.Combine(options.Queue, "new");
        _jobs = options.Jobs;
        Directory.CreateDirectory(_waiting);
        if (options.Idle > TimeSpan.Zero)
        {
            _watcher = new FileSystemWatcher(_waiting) { NotifyFilter = NotifyFilters.FileName };
            _watcher.Created += (_, _) => _changed.Set();
            _watcher.Renamed += (_, _) => _changed.Set();
            _watcher.EnableRaisingEvents = true;
        }
    }

    /// <summary>Takes the next job; null when none is waiting.</summary>
    public TakenJob? TryTake()
    {
        if (_seen.Count == 0)
        {
            foreach (var file in Directory.GetFiles(_waiting).Order(StringComparer.Ordinal))
            {
                _seen.Enqueue(Path.GetFileName(file));
            }
        }

        while (_seen.TryDequeue(out var name))
        {
            if (TryTake(name) is { } job)
            {
                return job;
            }
        }

        return null;
    }

    /// <summary>Waits for a change, at most so long; the answer may be wrong in both directions.</summary>
    public void Wait(TimeSpan atMost) => _changed.WaitOne(atMost < LookAnyway ? atMost : LookAnyway);

    public void Dispose()
    {
        _watcher?.Dispose();
        _changed.Dispose();
    }

    private TakenJob? TryTake(string name)
    {
        var folder = Path.Combine(_jobs, name);
        var claim = Path.Combine(folder, "claim");
        var entry = Path.Combine(_waiting, name);
        try
        {
            if (File.Exists(claim))
            {
                // Sent a second time after its answer was lost: it runs, or ran, already.
                File.Delete(entry);
                return null;
            }

            File.Move(entry, claim, overwrite: true);
            var workDir = Path.Combine(folder, "workdir");
            return new TakenJob(folder, name, File.Exists(workDir) ? File.ReadAllText(workDir) : "");
        }
        catch (DirectoryNotFoundException)
        {
            // The job was removed meanwhile; its entry must not be found again and again.
            File.Delete(entry);
            return null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
