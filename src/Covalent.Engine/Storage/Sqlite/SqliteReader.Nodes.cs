namespace Covalent.Engine.Storage.Sqlite;

/// <content>Records of nodes and what is needed to go on.</content>
internal sealed partial class SqliteReader
{
    public List<NodeRecord> ReadNodes(DispatchKey dispatch, IReadOnlyList<int>? wanted)
    {
        var records = ReadEnds(dispatch, wanted);
        var isWanted = wanted?.ToHashSet();
        if (isWanted?.Count == records.Count)
        {
            return records;
        }

        AddWithoutRow(dispatch, records);
        if (isWanted is not null)
        {
            records.RemoveAll(record => !isWanted.Contains(record.Node));
        }

        records.Sort(static (a, b) => a.Node.CompareTo(b.Node));
        return records;
    }

    /// <summary>Records of nodes that have a row, in id order.</summary>
    public List<NodeRecord> ReadEnds(DispatchKey dispatch, IReadOnlyList<int>? wanted)
    {
        var records = new List<NodeRecord>();
        if (wanted is null)
        {
            ReadRows(dispatch, RowId.First(dispatch.Number), RowId.Last(dispatch.Number), records);
            return records;
        }

        foreach (var (first, last) in Runs(wanted))
        {
            ReadRows(dispatch, RowId.Of(dispatch, first), RowId.Of(dispatch, last), records);
        }

        return records;
    }

    public RunProgress ReadProgress(DispatchKey dispatch)
    {
        var progress = new RunProgress();
        ReadRows(dispatch, RowId.First(dispatch.Number), RowId.Last(dispatch.Number), progress.Nodes);
        ReadSteps(dispatch, (node, attempt, deaths, _) => progress.Open[node] = new OpenAttempt(attempt, deaths, null),
            (node, at) => progress.Nodes.Add(Withdrawn(node)), node => progress.CancelRequested.Add(node));
        ReadFailedAttempts(dispatch, progress);
        foreach (var record in progress.Nodes)
        {
            progress.Open.Remove(record.Node);
            progress.Failed.Remove(record.Node);
        }

        ReadHandles(dispatch, progress);
        return progress;
    }

    private void ReadRows(DispatchKey dispatch, long first, long last, List<NodeRecord> records)
    {
        _nodes.Bind(1, first).Bind(2, last);
        try
        {
            while (_nodes.Step())
            {
                records.Add(ReadNode(_nodes, dispatch));
            }
        }
        finally
        {
            _nodes.Reset();
        }
    }

    public static NodeRecord ReadNode(SqliteStatement row, DispatchKey dispatch)
    {
        ReadOnlyMemory<byte> head = default;
        var detail = row.IsNull(8) ? NodeDetail.None : DetailCodec.Read(row.Blob(8).ToArray(), out head);
        var startedAt = row.IsNull(3) ? 0 : dispatch.CreatedAt + row.Long(3);
        return new NodeRecord
        {
            Node = RowId.IndexOf(row.Long(0)),
            Status = (Status)row.Int(1),
            Attempt = row.Int(2),
            StartedAt = startedAt,
            EndedAt = startedAt == 0 ? 0 : startedAt + row.Long(4),
            Value = ReadValue(row, head),
            Detail = detail,
        };
    }

    private static StoredValue ReadValue(SqliteStatement row, ReadOnlyMemory<byte> head)
    {
        var codec = row.Text(6) ?? PayloadCodecs.Binary;
        return !row.IsNull(7) ? new StoredValue(codec, default, AssetReference.Read(row.Blob(7)), head)
            : !row.IsNull(5) ? new StoredValue(codec, row.Blob(5).ToArray(), null, head)
            : default;
    }

    private void AddWithoutRow(DispatchKey dispatch, List<NodeRecord> records)
    {
        var known = new HashSet<int>(records.Select(record => record.Node));
        var open = new Dictionary<int, NodeRecord>();
        ReadSteps(dispatch,
            (node, attempt, _, at) => open[node] = new NodeRecord { Node = node, Status = Status.Running, Attempt = attempt, StartedAt = at },
            (node, _) => open[node] = Withdrawn(node),
            _ => { });
        records.AddRange(open.Values.Where(record => !known.Contains(record.Node)));
    }

    private void ReadSteps(DispatchKey dispatch, Action<int, int, int, long> started, Action<int, long> withdrawn, Action<int> cancelRequested)
    {
        _steps.Bind(1, RowId.First(dispatch.Number)).Bind(2, RowId.Last(dispatch.Number));
        try
        {
            while (_steps.Step())
            {
                dispatch.NextStep = Math.Max(dispatch.NextStep, RowId.IndexOf(_steps.Long(0)) + 1);
                ReadStep((StepKind)_steps.Int(1), _steps.Long(2), _steps.Blob(3).ToArray(), started, withdrawn, cancelRequested);
            }
        }
        finally
        {
            _steps.Reset();
        }
    }

    private static void ReadStep(StepKind kind, long at, byte[] data, Action<int, int, int, long> started, Action<int, long> withdrawn, Action<int> cancelRequested)
    {
        if (kind == StepKind.Started)
        {
            foreach (var (node, attempt, deaths) in StepCodec.ReadStarts(data))
            {
                started(node, attempt, deaths, at);
            }

            return;
        }

        foreach (var node in StepCodec.ReadNodes(data))
        {
            if (kind == StepKind.Withdrawn)
            {
                withdrawn(node, at);
            }
            else
            {
                cancelRequested(node);
            }
        }
    }

    private void ReadFailedAttempts(DispatchKey dispatch, RunProgress progress)
    {
        _attempts.Bind(1, dispatch.Number);
        while (_attempts.Step())
        {
            var (node, attempt) = (_attempts.Int(0), _attempts.Int(1));
            if (progress.Open.TryGetValue(node, out var open) && open.Attempt <= attempt)
            {
                progress.Open.Remove(node);
                progress.Failed[node] = new FailedAttempt(attempt, dispatch.CreatedAt + _attempts.Long(2) + _attempts.Long(3));
            }
        }

        _attempts.Reset();
    }

    private void ReadHandles(DispatchKey dispatch, RunProgress progress)
    {
        _handles.Bind(1, dispatch.Number);
        while (_handles.Step())
        {
            var node = _handles.Int(0);
            if (progress.Open.TryGetValue(node, out var open) && open.Attempt == _handles.Int(1))
            {
                progress.Open[node] = open with { JobHandle = _handles.Text(2) };
            }
        }

        _handles.Reset();
    }

    // Neighbours are read with one query; most lists are pages or all there is.
    private static IEnumerable<(int First, int Last)> Runs(IReadOnlyList<int> nodes)
    {
        (int First, int Last)? run = null;
        foreach (var node in nodes.Order())
        {
            if (run is { } open && node <= open.Last + 1)
            {
                run = (open.First, node);
                continue;
            }

            if (run is { } done)
            {
                yield return done;
            }

            run = (node, node);
        }

        if (run is { } last)
        {
            yield return last;
        }
    }

    private static NodeRecord Withdrawn(int node) => new() { Node = node, Status = Status.Cancelled };
}
