namespace Covalent.Engine.Storage.Sqlite;

/// <summary>Carries what was committed from the write-ahead log into the database beside the writer. A commit that had to do it would take tens of
/// milliseconds, because the disk has to confirm both files, and everybody who waits for the commit would wait for that.</summary>
/// <remarks>Passive, so it keeps nobody waiting. Where the writer never pauses the log cannot begin anew; once it is four times as long as it is here, the
/// writer does it (<c>wal_autocheckpoint</c>).</remarks>
/// <param name="open">Opens the connection, when first needed.</param>
internal sealed class SqliteCheckpoints(Func<SqliteDatabase> open) : IDisposable
{
    private const int PagesBetween = 4000;
    private readonly Lock _working = new();
    private SqliteDatabase? _connection;
    private long _pages;
    private int _isQueued;
    private bool _isOver;

    /// <summary>To be told after each commit. Never two at once.</summary>
    /// <param name="pages">Pages that the commit has put into the log.</param>
    public void AfterCommit(int pages)
    {
        _pages += pages;
        if (_pages < PagesBetween || Interlocked.Exchange(ref _isQueued, 1) != 0)
        {
            return;
        }

        _pages = 0;
        ThreadPool.UnsafeQueueUserWorkItem(static self => self.Run(), this, preferLocal: false);
    }

    /// <summary>Waits for the one that runs.</summary>
    public void Dispose()
    {
        lock (_working)
        {
            _isOver = true;
            _connection?.Dispose();
            _connection = null;
        }
    }

    private void Run()
    {
        lock (_working)
        {
            try
            {
                if (!_isOver)
                {
                    (_connection ??= open()).Execute("PRAGMA wal_checkpoint(PASSIVE)");
                }
            }
            catch (StorageException)
            {
                // What was committed is safe in the log. The writer meets the same trouble, and says so, when it has to do this itself.
                _connection?.Dispose();
                _connection = null;
            }
            finally
            {
                Volatile.Write(ref _isQueued, 0);
            }
        }
    }
}
