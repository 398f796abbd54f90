using System.Buffers;
using System.Runtime.InteropServices;
using Covalent.Core.Graph;

namespace Covalent.Engine.Storage.Sqlite;

/// <summary>The default store: one SQLite database in write-ahead mode and a folder of files for what is large.</summary>
/// <remarks>
/// The writing connection belongs to the engine's pass, which is one thread at a time; the owners' and the deleting connection are each behind
/// a lock; each read has a connection of a small pool to itself. Readers never block the writer.
/// </remarks>
/// <param name="folder">Data folder.</param>
/// <param name="synchronous">How much a commit survives.</param>
internal sealed class SqliteStore(string folder, StoreSynchronous synchronous) : IDispatchStore, IBackedUpStore
{
    private const int DefaultInlineLimit = 8 * 1024;
    private readonly AssetFiles _assets = new(Path.Combine(folder, "assets"), synchronous == StoreSynchronous.Full);
    private readonly EngineLocks _locks = new(Path.Combine(folder, "engines"));
    private readonly Lock _owning = new();
    private readonly Lock _deleting = new();
    private SqliteDatabase? _writing;
    private SqliteWriter? _writer;
    private SqliteReaders? _readers;
    private SqliteCheckpoints? _checkpoints;
    private SqliteOwnership? _ownership;
    private SqliteStatement? _findCached;
    private SqliteStatement? _cancelRequests;
    private SqliteStatement? _changeMark;

    public string Location => folder;

    public bool IsDurable => true;

    public int InlineLimit => DefaultInlineLimit;

    public IEngineLiveness Liveness => _locks;

    private string DatabasePath => Path.Combine(folder, "covalent.db");

    private SqliteWriter Writer => _writer ?? throw NotOpen();

    private SqliteOwnership Ownership => _ownership ?? throw NotOpen();

    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        NetworkFolders.Refuse(folder);
        CreateFolder();
        _writing = Connect();
        SqliteMigrations.Apply(_writing, DatabasePath);
        _writer = new SqliteWriter(_writing, _assets);
        _findCached = _writing.Prepare(
            "SELECT n.id, n.status, n.attempt, n.started_at, n.elapsed, n.value, n.codec, n.asset, n.detail "
            + "FROM cache c JOIN nodes n ON n.id = c.node WHERE c.key = ?1 AND n.status = 4");
        _cancelRequests = _writing.Prepare(
            "SELECT r.number, d.id, r.nodes FROM cancel_requests r JOIN dispatches d ON d.number = r.dispatch WHERE d.owner = ?1 ORDER BY r.number");
        _changeMark = _writing.Prepare("PRAGMA data_version");
        _readers = new SqliteReaders(() => new SqliteReader(Connect()));
        _checkpoints = new SqliteCheckpoints(Connect);
        _ownership = new SqliteOwnership(Connect());
        return ValueTask.CompletedTask;
    }

    public ValueTask CommitAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        Writer.Write(batch);
        _checkpoints!.AfterCommit(_writing!.TakePagesWritten());
        return ValueTask.CompletedTask;
    }

    public ValueTask<AssetId> WriteAssetAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => new(_assets.Write(bytes));

    public ReadOnlyMemory<byte> ReadAsset(AssetId asset) => _assets.Read(asset);

    public Stream OpenAsset(AssetId asset) => _assets.Open(asset);

    public ValueTask<DispatchRecord?> FindAsync(string dispatchId, CancellationToken cancellationToken) => Read(reader => reader.Find(dispatchId));

    public ValueTask<DispatchRecord> CountAsync(DispatchRecord record, CancellationToken cancellationToken) =>
        record.Status.IsTerminal() ? new ValueTask<DispatchRecord>(record) : Read(reader => reader.Count(record));

    public async ValueTask<TransportGraph> ReadGraphAsync(DispatchKey dispatch, CancellationToken cancellationToken) =>
        GraphCodec.Read(await Read(reader => reader.ReadGraph(dispatch)).ConfigureAwait(false));

    public ValueTask<LatticeInfo> ReadLatticeAsync(DispatchKey dispatch, CancellationToken cancellationToken) => Read(reader => reader.ReadLattice(dispatch));

    public ValueTask<IReadOnlyList<NodeRecord>> ReadNodesAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<NodeRecord>>(reader => reader.ReadNodes(dispatch, nodes));

    public ValueTask<IReadOnlyList<NodeRecord>> ReadEndsAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<NodeRecord>>(reader => reader.ReadEnds(dispatch, nodes));

    public ValueTask<RunProgress> ReadProgressAsync(DispatchKey dispatch, CancellationToken cancellationToken) => Read(reader => reader.ReadProgress(dispatch));

    public ValueTask<(IReadOnlyList<DispatchRecord> Page, int Total)> ListAsync(DispatchQuery query, CancellationToken cancellationToken) =>
        Read(reader => reader.List(query));

    public ValueTask<IReadOnlyList<string>> ReadEndedBeforeAsync(long ticks, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<string>>(reader => reader.EndedBefore(ticks));

    public NodeRecord? FindCached(ReadOnlySpan<byte> key)
    {
        var find = _findCached ?? throw NotOpen();
        find.Bind(1, key);
        var record = find.Step() ? SqliteReader.ReadNode(find, new DispatchKey("")) : null;
        find.Reset();
        return record;
    }

    public long ReadChangeMark()
    {
        var mark = _changeMark ?? throw NotOpen();
        mark.Step();
        var value = mark.Long(0);
        mark.Reset();
        return value;
    }

    public IReadOnlyList<CancelRequestRecord> ReadCancelRequests(long owner)
    {
        var requests = _cancelRequests ?? throw NotOpen();
        requests.Bind(1, owner);
        var result = new List<CancelRequestRecord>();
        while (requests.Step())
        {
            result.Add(new CancelRequestRecord(requests.Long(0), requests.Text(1)!, requests.IsNull(2) ? null : StepCodec.ReadNodes(requests.Blob(2).ToArray())));
        }

        requests.Reset();
        return result;
    }

    public ValueTask<long> EnterOwnerAsync(OwnerRecord owner, CancellationToken cancellationToken) => Own(o => o.Enter(owner));

    public ValueTask<IReadOnlyList<OwnerRecord>> ReadOwnersAsync(CancellationToken cancellationToken) => Own<IReadOnlyList<OwnerRecord>>(o => o.Owners());

    public async ValueTask LeaveOwnerAsync(long owner, bool cleanly, CancellationToken cancellationToken) => await Own(o =>
    {
        o.Leave(owner, cleanly);
        return true;
    }).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<string>> ReadUnfinishedAsync(long owner, CancellationToken cancellationToken) =>
        Own<IReadOnlyList<string>>(o => o.Unfinished(owner));

    public ValueTask<bool> TryClaimAsync(string dispatchId, long from, long to, CancellationToken cancellationToken) => Own(o => o.TryClaim(dispatchId, from, to));

    public async ValueTask RequestCancelAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        StepCodec.WriteNodes(buffer, CollectionsMarshal.AsSpan(nodes?.ToList() ?? []));
        await Own(o =>
        {
            o.RequestCancel(dispatch, buffer.WrittenSpan, whole: nodes is null);
            return true;
        }).ConfigureAwait(false);
    }

    public ValueTask<(DeleteReport Report, IReadOnlyList<string> Gone)> DeleteAsync(IReadOnlyList<string> dispatchIds, CancellationToken cancellationToken)
    {
        lock (_deleting)
        {
            using var connection = Connect();
            return new ValueTask<(DeleteReport, IReadOnlyList<string>)>(new SqliteDeletion(connection, _assets).Delete(dispatchIds));
        }
    }

    public ValueTask<long> SweepAsync(long writtenBefore, CancellationToken cancellationToken)
    {
        lock (_deleting)
        {
            using var connection = Connect();
            return new ValueTask<long>(new SqliteDeletion(connection, _assets).Sweep(writtenBefore));
        }
    }

    public void Backup(string target, CancellationToken cancellationToken)
    {
        // Nothing is deleted meanwhile, so every file the copied database names is there to be copied.
        lock (_deleting)
        {
            Directory.CreateDirectory(target);
            using var connection = Connect();
            connection.Execute($"VACUUM INTO '{Path.Combine(target, "covalent.db").Replace("'", "''", StringComparison.Ordinal)}'");
            FolderCopy.Run(Path.Combine(folder, "assets"), Path.Combine(target, "assets"), cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _checkpoints?.Dispose();
        _readers?.Dispose();
        lock (_owning)
        {
            _ownership?.Dispose();
        }

        _writer?.Dispose();
        _locks.Dispose();
        return ValueTask.CompletedTask;
    }

    private SqliteDatabase Connect() => Connect(DatabasePath, synchronous);

    /// <summary>Opens a connection with the settings all connections to such a database have.</summary>
    internal static SqliteDatabase Connect(string path, StoreSynchronous synchronous)
    {
        var database = SqliteDatabase.Open(path, create: true);
        try
        {
            database.Execute("PRAGMA auto_vacuum = INCREMENTAL");
            database.Execute("PRAGMA journal_mode = WAL");
            database.Execute(synchronous == StoreSynchronous.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            database.Execute("PRAGMA temp_store = MEMORY");
            database.Execute("PRAGMA wal_autocheckpoint = 16000");
            database.Execute("PRAGMA journal_size_limit = 33554432");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private void CreateFolder()
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StorageException($"The data folder '{folder}' cannot be made ({e.Message}). Choose another one or check its rights.", innerException: e);
        }
    }

    private ValueTask<T> Read<T>(Func<SqliteReader, T> read) => new((_readers ?? throw NotOpen()).Use(read));

    private ValueTask<T> Own<T>(Func<SqliteOwnership, T> act)
    {
        lock (_owning)
        {
            return new ValueTask<T>(act(Ownership));
        }
    }

    private InvalidOperationException NotOpen() => new($"The store in '{folder}' is not open.");
}
