namespace Covalent.Engine.Storage.Sqlite;

/// <summary>Owners, claims and cancel requests: small, rare statements, each its own transaction. Used by one thread at a time.</summary>
internal sealed class SqliteOwnership(SqliteDatabase database) : IDisposable
{
    private readonly SqliteStatement _enter = database.Prepare("INSERT INTO owners (host, process_id, process_started_at, lock_name) VALUES (?1, ?2, ?3, ?4)");
    private readonly SqliteStatement _owners = database.Prepare("SELECT number, host, process_id, process_started_at, lock_name, left_cleanly FROM owners ORDER BY number");
    private readonly SqliteStatement _leave = database.Prepare(
        "DELETE FROM owners WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM dispatches WHERE owner = ?1 AND status NOT IN (4, 5, 6))");
    private readonly SqliteStatement _markClean = database.Prepare("UPDATE owners SET left_cleanly = 1 WHERE number = ?1");
    private readonly SqliteStatement _unfinished = database.Prepare("SELECT id FROM dispatches WHERE owner = ?1 AND status NOT IN (4, 5, 6) ORDER BY number");
    private readonly SqliteStatement _claim = database.Prepare(
        "UPDATE dispatches SET owner = ?3, status = CASE status WHEN 0 THEN 1 ELSE status END WHERE id = ?1 AND owner = ?2 AND status NOT IN (4, 5, 6)");
    private readonly SqliteStatement _request = database.Prepare("INSERT INTO cancel_requests (dispatch, nodes) VALUES (?1, ?2)");

    public long Enter(OwnerRecord owner)
    {
        _enter.Bind(1, owner.Host).Bind(2, owner.ProcessId).Bind(3, owner.ProcessStartedAt).Bind(4, owner.LockName).Run();
        return database.LastInsertedRow();
    }

    public List<OwnerRecord> Owners()
    {
        var owners = new List<OwnerRecord>();
        while (_owners.Step())
        {
            owners.Add(new OwnerRecord(_owners.Long(0), _owners.Text(1)!, _owners.Int(2), _owners.Long(3), _owners.Text(4)!, _owners.Int(5) != 0));
        }

        _owners.Reset();
        return owners;
    }

    public void Leave(long owner, bool cleanly)
    {
        _leave.Bind(1, owner).Run();
        if (cleanly)
        {
            _markClean.Bind(1, owner).Run();
        }
    }

    public List<string> Unfinished(long owner)
    {
        var ids = new List<string>();
        _unfinished.Bind(1, owner);
        while (_unfinished.Step())
        {
            ids.Add(_unfinished.Text(0)!);
        }

        _unfinished.Reset();
        return ids;
    }

    public bool TryClaim(string dispatchId, long from, long to)
    {
        _claim.Bind(1, dispatchId).Bind(2, from).Bind(3, to).Run();
        return database.Changes() > 0;
    }

    public void RequestCancel(DispatchKey dispatch, ReadOnlySpan<byte> nodes, bool whole)
    {
        _request.Bind(1, dispatch.Number);
        _ = whole ? _request.BindNull(2) : _request.Bind(2, nodes);
        _request.Run();
    }

    public void Dispose() => database.Dispose();
}
