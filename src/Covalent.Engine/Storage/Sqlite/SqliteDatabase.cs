using SQLitePCL;

namespace Covalent.Engine.Storage.Sqlite;

/// <summary>One connection. Not thread-safe.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int CacheWrite = 9;
    private const int BusyTimeoutMilliseconds = 20_000;
    private readonly sqlite3 _handle;
    private readonly string _path;
    private readonly List<SqliteStatement> _statements = [];

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle, string path)
    {
        _handle = handle;
        _path = path;
    }

    /// <summary>Opens a database file, creating it where asked.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public static SqliteDatabase Open(string path, bool create)
    {
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var database = new SqliteDatabase(handle, path);
        if (code != raw.SQLITE_OK)
        {
            using (database)
            {
                throw database.Error(code, "open it");
            }
        }

        _ = raw.sqlite3_busy_timeout(handle, BusyTimeoutMilliseconds);
        return database;
    }

    /// <summary>Compiles a statement that lives as long as the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement);
        if (code != raw.SQLITE_OK)
        {
            throw Error(code, sql);
        }

        var prepared = new SqliteStatement(this, statement);
        _statements.Add(prepared);
        return prepared;
    }

    /// <summary>Compiles a statement that its user disposes of.</summary>
    public SqliteStatement PrepareOnce(string sql)
    {
        var code = raw.sqlite3_prepare_v2(_handle, sql, out var statement);
        return code == raw.SQLITE_OK ? new SqliteStatement(this, statement) : throw Error(code, sql);
    }

    /// <summary>Runs statements that answer nothing.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(_handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw Error(code, sql);
        }
    }

    /// <summary>Takes a failed transaction back. Where the disk was full or could not be read, SQLite has done so already, and what is thrown must stay
    /// the reason why.</summary>
    public void RollBack()
    {
        if (raw.sqlite3_get_autocommit(_handle) == 0)
        {
            Execute("ROLLBACK");
        }
    }

    /// <summary>The first column of the first row of a query.</summary>
    public long QueryNumber(string sql)
    {
        using var once = PrepareOnce(sql);
        return once.Step() ? once.Long(0) : 0;
    }

    /// <summary>Pages this connection has written since it was last asked.</summary>
    public int TakePagesWritten() => raw.sqlite3_db_status(_handle, CacheWrite, out var pages, out _, 1) == raw.SQLITE_OK ? pages : 0;

    public int Changes() => raw.sqlite3_changes(_handle);

    public long LastInsertedRow() => raw.sqlite3_last_insert_rowid(_handle);

    public StorageException Error(int code, string doing)
    {
        var primary = code & 0xFF;
        var text = _handle.IsInvalid ? raw.sqlite3_errstr(code).utf8_to_string() : raw.sqlite3_errmsg(_handle).utf8_to_string();
        var hint = primary switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another process kept it locked; try again, and look for a process that holds a transaction open",
            raw.SQLITE_FULL => "the disk is full; free some space and resume the dispatches",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "the file is damaged or is not a Covalent database; restore it from a backup or choose another data folder",
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => "the folder or the file cannot be written; check its rights or choose another data folder",
            _ => "the disk it lies on is full or fails; look at its free space and at the system's log",
        };
        return new StorageException(
            $"The database '{_path}' failed ({text}, SQLite code {code}) at: {doing}. Probable reason: {hint}.",
            isTransient: primary is raw.SQLITE_BUSY or raw.SQLITE_LOCKED);
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _ = raw.sqlite3_close_v2(_handle);
        _handle.Dispose();
    }
}
