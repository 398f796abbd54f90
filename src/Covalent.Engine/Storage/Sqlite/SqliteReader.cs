using Covalent.Core.Graph;

namespace Covalent.Engine.Storage.Sqlite;

/// <summary>Reads through one connection. Used by one thread at a time; see <see cref="SqliteStore"/>.</summary>
internal sealed partial class SqliteReader : IDisposable
{
    private const string DispatchColumns =
        "d.number, d.id, d.root_id, d.parent_id, d.parent_node, d.name, d.status, d.created_at, d.started_at, d.ended_at, d.node_count, d.parameter_count, "
        + "d.completed, d.failed, d.cancelled, d.priority, d.fail_fast, d.cancel_requested, d.owner, d.bundle_id, d.redispatch_of, d.error, d.output_type, d.output, d.trace";

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _graph;
    private readonly SqliteStatement _lattice;
    private readonly SqliteStatement _nodes;
    private readonly SqliteStatement _steps;
    private readonly SqliteStatement _attempts;
    private readonly SqliteStatement _handles;
    private readonly SqliteStatement _counts;
    private readonly SqliteStatement _endedBefore;

    public SqliteReader(SqliteDatabase database)
    {
        _database = database;
        _find = database.Prepare($"SELECT {DispatchColumns} FROM dispatches d WHERE d.id = ?1");
        _graph = database.Prepare("SELECT data FROM graphs WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
        _lattice = database.Prepare("SELECT lattice FROM dispatches WHERE number = ?1");
        _nodes = database.Prepare("SELECT id, status, attempt, started_at, elapsed, value, codec, asset, detail FROM nodes WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
        _steps = database.Prepare("SELECT id, kind, at, data FROM steps WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
        _attempts = database.Prepare("SELECT node, attempt, started_at, elapsed FROM attempts WHERE dispatch = ?1 ORDER BY node, attempt");
        _handles = database.Prepare("SELECT node, attempt, handle FROM handles WHERE dispatch = ?1");
        _counts = database.Prepare("SELECT status, count(*) FROM nodes WHERE id BETWEEN ?1 AND ?2 GROUP BY status");
        _endedBefore = database.Prepare("SELECT id FROM dispatches WHERE parent_id IS NULL AND status IN (4, 5, 6) AND ended_at < ?1 ORDER BY number");
    }

    public DispatchRecord? Find(string dispatchId)
    {
        _find.Bind(1, dispatchId);
        try
        {
            return _find.Step() ? ReadDispatch(_find) : null;
        }
        finally
        {
            _find.Reset();
        }
    }

    /// <summary>Counts the nodes of an unfinished dispatch; parameters have no records and are in the row.</summary>
    public DispatchRecord Count(DispatchRecord record)
    {
        var counts = new int[(int)Status.PendingReplacement + 1];
        _counts.Bind(1, RowId.First(record.Key.Number)).Bind(2, RowId.Last(record.Key.Number));
        while (_counts.Step())
        {
            counts[_counts.Int(0)] = _counts.Int(1);
        }

        _counts.Reset();
        return record with
        {
            CompletedCount = record.CompletedCount + counts[(int)Status.Completed],
            FailedCount = counts[(int)Status.Failed],
            CancelledCount = counts[(int)Status.Cancelled],
        };
    }

    public byte[] ReadGraph(DispatchKey dispatch)
    {
        _graph.Bind(1, RowId.First(dispatch.Number)).Bind(2, RowId.Last(dispatch.Number));
        try
        {
            using var all = new MemoryStream();
            while (_graph.Step())
            {
                all.Write(_graph.Blob(0));
            }

            return all.Length > 0 ? all.ToArray() : throw new DispatchNotFoundException(dispatch.Id, "the store");
        }
        finally
        {
            _graph.Reset();
        }
    }

    public LatticeInfo ReadLattice(DispatchKey dispatch)
    {
        _lattice.Bind(1, dispatch.Number);
        try
        {
            return _lattice.Step() ? LatticeCodec.Read(_lattice.Blob(0).ToArray()) : throw new DispatchNotFoundException(dispatch.Id, "the store");
        }
        finally
        {
            _lattice.Reset();
        }
    }

    public (IReadOnlyList<DispatchRecord> Page, int Total) List(DispatchQuery query)
    {
        var filter = new List<string> { "1" };
        if (!query.IncludeSublattices)
        {
            filter.Add("d.parent_id IS NULL");
        }

        if (query.Statuses is { } statuses)
        {
            filter.Add($"d.status IN ({string.Join(", ", statuses.Select(status => (int)status))})");
        }

        if (!string.IsNullOrEmpty(query.Search))
        {
            filter.Add("(instr(lower(d.name), ?1) > 0 OR instr(lower(d.id), ?1) > 0)");
        }

        var where = string.Join(" AND ", filter);
        using var count = _database.PrepareOnce($"SELECT count(*) FROM dispatches d WHERE {where}");
        using var page = _database.PrepareOnce($"SELECT {DispatchColumns} FROM dispatches d WHERE {where} ORDER BY {Order(query)} LIMIT {query.Count} OFFSET {query.Offset}");
        if (!string.IsNullOrEmpty(query.Search))
        {
            count.Bind(1, query.Search.ToLowerInvariant());
            page.Bind(1, query.Search.ToLowerInvariant());
        }

        var records = new List<DispatchRecord>();
        while (page.Step())
        {
            records.Add(ReadDispatch(page));
        }

        return (records, count.Step() ? count.Int(0) : 0);
    }

    private static string Order(DispatchQuery query)
    {
        var direction = query.Ascending ? "ASC" : "DESC";
        return query.Sort switch
        {
            DispatchSort.Name => $"lower(d.name) {direction}, d.number DESC",
            DispatchSort.Started => $"ifnull(d.started_at, 0) {direction}, d.number DESC",
            DispatchSort.Duration => $"CASE ifnull(d.started_at, 0) WHEN 0 THEN -1 ELSE ifnull(nullif(d.ended_at, 0), {query.Now}) - d.started_at END {direction}, d.number DESC",
            DispatchSort.Status => $"d.status {direction}, d.number DESC",
            _ => $"d.number {direction}",
        };
    }

    public List<string> EndedBefore(long ticks)
    {
        _endedBefore.Bind(1, ticks);
        return ReadTexts(_endedBefore);
    }

    public void Dispose() => _database.Dispose();

    private static List<string> ReadTexts(SqliteStatement statement)
    {
        try
        {
            var texts = new List<string>();
            while (statement.Step())
            {
                texts.Add(statement.Text(0)!);
            }

            return texts;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static DispatchRecord ReadDispatch(SqliteStatement row) => new()
    {
        Key = new DispatchKey(row.Text(1)!) { Number = row.Long(0), CreatedAt = row.Long(7) },
        RootId = row.Text(2)!,
        Parent = row.Text(3) is { } parent ? new ParentLink(parent, row.Int(4), row.Text(2)!) : null,
        Name = row.Text(5)!,
        Status = (Status)row.Int(6),
        CreatedAt = row.Long(7),
        StartedAt = row.Long(8),
        EndedAt = row.Long(9),
        NodeCount = row.Int(10),
        CompletedCount = ((Status)row.Int(6)).IsTerminal() ? row.Int(12) : row.Int(8) == 0 ? 0 : row.Int(11),
        FailedCount = row.Int(13),
        CancelledCount = row.Int(14),
        Priority = row.Int(15),
        FailFast = row.Int(16) != 0,
        IsCancelRequested = row.Int(17) != 0,
        Owner = row.Long(18),
        BundleId = row.Text(19),
        RedispatchOf = row.Text(20),
        Error = row.Text(21),
        Output = new GraphOutput(row.Text(22)!, row.Blob(23).ToArray()),
        Trace = row.Text(24),
    };
}
