using System.Buffers;
using Covalent.Core.Graph;

namespace Covalent.Engine.Storage.Sqlite;

/// <summary>Writes batches through one connection with prepared statements. Used by one thread at a time.</summary>
internal sealed partial class SqliteWriter : IDisposable
{
    private const int ChunkBytes = 4 << 20;
    private readonly SqliteDatabase _database;
    private readonly AssetFiles _assets;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _insertDispatch;
    private readonly SqliteStatement _insertChunk;
    private readonly SqliteStatement _changeStatus;
    private readonly SqliteStatement _insertStep;
    private readonly SqliteStatement _insertNode;
    private readonly SqliteStatement _insertNodeFully;
    private readonly SqliteStatement _insertAttempt;
    private readonly SqliteStatement _insertHandle;
    private readonly SqliteStatement _insertReference;
    private readonly SqliteStatement _insertCache;
    private readonly SqliteStatement _markCancelled;
    private readonly SqliteStatement _answerRequest;

    public SqliteWriter(SqliteDatabase database, AssetFiles assets)
    {
        _database = database;
        _assets = assets;
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _insertDispatch = database.Prepare(
            "INSERT OR IGNORE INTO dispatches (id, root_id, parent_id, parent_node, name, status, created_at, started_at, node_count, parameter_count, "
            + "priority, fail_fast, owner, bundle_id, redispatch_of, lattice, output_type, output, trace) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)");
        _insertChunk = database.Prepare("INSERT INTO graphs (id, data) VALUES (?1, ?2)");
        _changeStatus = database.Prepare(
            "UPDATE dispatches SET status = ?2, completed = ?3, failed = ?4, cancelled = ?5, error = ?6, "
            + "started_at = coalesce(started_at, ?7), ended_at = ?8 WHERE number = ?1");
        _insertStep = database.Prepare("INSERT INTO steps (id, kind, at, data) VALUES (?1, ?2, ?3, ?4)");
        _insertNode = database.Prepare("INSERT OR REPLACE INTO nodes (id, status, attempt, started_at, elapsed, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _insertNodeFully = database.Prepare(
            "INSERT OR REPLACE INTO nodes (id, status, attempt, started_at, elapsed, value, codec, asset, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
        _insertAttempt = database.Prepare("INSERT OR REPLACE INTO attempts (dispatch, node, attempt, started_at, elapsed, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _insertHandle = database.Prepare("INSERT OR REPLACE INTO handles (dispatch, node, attempt, handle) VALUES (?1, ?2, ?3, ?4)");
        _insertReference = database.Prepare("INSERT OR IGNORE INTO asset_refs (sha256, dispatch, length) VALUES (?1, ?2, ?3)");
        _insertCache = database.Prepare("INSERT OR REPLACE INTO cache (key, node) VALUES (?1, ?2)");
        _markCancelled = database.Prepare("UPDATE dispatches SET cancel_requested = 1 WHERE number = ?1");
        _answerRequest = database.Prepare("DELETE FROM cancel_requests WHERE number = ?1");
    }

    public void Write(WriteBatch batch)
    {
        _begin.Run();
        try
        {
            WriteRegistrations(batch);
            WriteEnds(batch);
            WriteFailedAttempts(batch);
            WriteSteps(batch);
            WriteRest(batch);
            WriteChanges(batch);
            _commit.Run();
        }
        catch
        {
            foreach (var registration in batch.Registrations)
            {
                registration.Key.Number = 0;
            }

            _database.RollBack();
            throw;
        }
    }

    public void Dispose() => _database.Dispose();

    private void WriteRegistrations(WriteBatch batch)
    {
        foreach (var registration in batch.Registrations)
        {
            InsertDispatch(registration);
            if (_database.Changes() == 0)
            {
                registration.WasKnown = true;
                continue;
            }

            registration.Key.Number = _database.LastInsertedRow();
            registration.Key.CreatedAt = registration.CreatedAt;
            InsertGraph(registration);
        }
    }

    private void InsertDispatch(DispatchRegistration registration)
    {
        var request = registration.Request;
        var isStarted = registration.Owner != 0;
        _buffer.ResetWrittenCount();
        LatticeCodec.Write(_buffer, request.Lattice);
        _insertDispatch.Bind(1, request.DispatchId).Bind(2, request.Parent?.RootDispatchId ?? request.DispatchId)
            .Bind(3, request.Parent?.DispatchId).Bind(5, request.Lattice.Name)
            .Bind(6, (long)(isStarted ? Status.Running : Status.NewObject)).Bind(7, registration.CreatedAt)
            .Bind(9, request.Graph.NodeCount).Bind(10, CountParameters(request.Graph))
            .Bind(11, request.Priority).Bind(12, request.FailFast ? 1 : 0).Bind(13, registration.Owner)
            .Bind(14, request.BundleId).Bind(15, request.RedispatchOf).Bind(16, _buffer.WrittenSpan)
            .Bind(17, request.Graph.Output.Type).Bind(18, request.Graph.Output.Structure.Span).Bind(19, registration.Trace);
        BindOptional(_insertDispatch, 4, request.Parent is { } parent ? parent.NodeId : null);
        BindOptional(_insertDispatch, 8, isStarted ? registration.CreatedAt : null);
        _insertDispatch.Run();
    }

    private void InsertGraph(DispatchRegistration registration)
    {
        var graph = registration.Graph.Span;
        for (var chunk = 0; chunk * (long)ChunkBytes < graph.Length; chunk++)
        {
            var start = chunk * ChunkBytes;
            _insertChunk.Bind(1, RowId.Of(registration.Key, chunk)).Bind(2, graph[start..Math.Min(graph.Length, start + ChunkBytes)]).Run();
        }
    }

    private void WriteChanges(WriteBatch batch)
    {
        foreach (var change in batch.Changes)
        {
            if (change.Dispatch.Number == 0)
            {
                continue;
            }

            _changeStatus.Bind(1, change.Dispatch.Number).Bind(2, (long)change.Status).Bind(3, change.Completed).Bind(4, change.Failed)
                .Bind(5, change.Cancelled).Bind(6, change.Error).Bind(7, change.At);
            BindOptional(_changeStatus, 8, change.Status.IsTerminal() ? change.At : null);
            _changeStatus.Run();
        }
    }

    private void WriteRest(WriteBatch batch)
    {
        foreach (var handle in batch.Handles)
        {
            if (handle.Dispatch.Number != 0)
            {
                _insertHandle.Bind(1, handle.Dispatch.Number).Bind(2, handle.Node).Bind(3, handle.Attempt).Bind(4, handle.Json).Run();
            }
        }

        foreach (var entry in batch.CacheEntries)
        {
            if (entry.Dispatch.Number != 0)
            {
                _insertCache.Bind(1, entry.Key.AsSpan()).Bind(2, RowId.Of(entry.Dispatch, entry.Node)).Run();
            }
        }

        foreach (var request in batch.AnsweredRequests)
        {
            _answerRequest.Bind(1, request).Run();
        }
    }

    private static int CountParameters(TransportGraph graph)
    {
        var count = 0;
        for (var node = 0; node < graph.NodeCount; node++)
        {
            count += graph.KindOf(node) == NodeKind.Parameter ? 1 : 0;
        }

        return count;
    }

    private static void BindOptional(SqliteStatement statement, int parameter, long? value)
    {
        if (value is { } number)
        {
            statement.Bind(parameter, number);
        }
        else
        {
            statement.BindNull(parameter);
        }
    }
}
