using Covalent.Engine.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Covalent.Persistence.Postgres;

/// <content>Records of nodes and what is needed to go on.</content>
internal sealed partial class PostgresReader
{
    public const string NodeColumnNames = "n.id, n.status, n.attempt, n.started_at, n.elapsed, n.value, n.codec, n.asset, n.detail";

    public async Task<List<NodeRecord>> ReadNodesAsync(DispatchKey dispatch, IReadOnlyList<int>? wanted, CancellationToken cancellationToken)
    {
        var records = await ReadEndsAsync(dispatch, wanted, cancellationToken).ConfigureAwait(false);
        var known = new HashSet<int>(records.Select(record => record.Node));
        var isWanted = wanted is null ? null : new HashSet<int>(wanted);
        if (isWanted?.Count == known.Count)
        {
            return records;
        }

        var open = new Dictionary<int, NodeRecord>();
        foreach (var step in await ReadStepsAsync(dispatch, cancellationToken).ConfigureAwait(false))
        {
            step.Replay(
                (node, attempt, _) => open[node] = new NodeRecord { Node = node, Status = Status.Running, Attempt = attempt, StartedAt = step.At },
                node => open[node] = Withdrawn(node),
                static _ => { });
        }

        records.AddRange(open.Values.Where(record => !known.Contains(record.Node) && isWanted?.Contains(record.Node) is not false));
        records.Sort(static (a, b) => a.Node.CompareTo(b.Node));
        return records;
    }

    public async Task<RunProgress> ReadProgressAsync(DispatchKey dispatch, CancellationToken cancellationToken)
    {
        var progress = new RunProgress();
        progress.Nodes.AddRange(await ReadEndsAsync(dispatch, null, cancellationToken).ConfigureAwait(false));
        foreach (var step in await ReadStepsAsync(dispatch, cancellationToken).ConfigureAwait(false))
        {
            step.Replay(
                (node, attempt, deaths) => progress.Open[node] = new OpenAttempt(attempt, deaths, null),
                node => progress.Nodes.Add(Withdrawn(node)),
                node => progress.CancelRequested.Add(node));
        }

        await AddFailedAttemptsAsync(dispatch, progress, cancellationToken).ConfigureAwait(false);
        foreach (var record in progress.Nodes)
        {
            progress.Open.Remove(record.Node);
            progress.Failed.Remove(record.Node);
        }

        await AddHandlesAsync(dispatch, progress, cancellationToken).ConfigureAwait(false);
        return progress;
    }

    public static NodeRecord ReadNode(NpgsqlDataReader row, long createdAt)
    {
        ReadOnlyMemory<byte> head = default;
        var detail = row.IsDBNull(8) ? NodeDetail.None : DetailCodec.Read(row.GetFieldValue<byte[]>(8), out head);
        var startedAt = row.IsDBNull(3) ? 0 : createdAt + row.GetInt64(3);
        var codec = row.IsDBNull(6) ? PayloadCodecs.Binary : row.GetString(6);
        return new NodeRecord
        {
            Node = RowId.IndexOf(row.GetInt64(0)),
            Status = (Status)row.GetInt16(1),
            Attempt = row.GetInt32(2),
            StartedAt = startedAt,
            EndedAt = startedAt == 0 ? 0 : startedAt + row.GetInt64(4),
            Value = !row.IsDBNull(7) ? new StoredValue(codec, default, AssetReference.Read(row.GetFieldValue<byte[]>(7)), head)
                : !row.IsDBNull(5) ? new StoredValue(codec, row.GetFieldValue<byte[]>(5), null, head)
                : default,
            Detail = detail,
        };
    }

    /// <summary>Records of nodes that have a row, in id order.</summary>
    public Task<List<NodeRecord>> ReadEndsAsync(DispatchKey dispatch, IReadOnlyList<int>? wanted, CancellationToken cancellationToken) => wanted is null
        ? RowsAsync($"SELECT {NodeColumnNames} FROM nodes n WHERE n.id BETWEEN $1 AND $2 ORDER BY n.id", row => ReadNode(row, dispatch.CreatedAt), cancellationToken,
            StatementBatch.Number(RowId.First(dispatch.Number)), StatementBatch.Number(RowId.Last(dispatch.Number)))
        : RowsAsync($"SELECT {NodeColumnNames} FROM nodes n WHERE n.id = ANY($1) ORDER BY n.id", row => ReadNode(row, dispatch.CreatedAt), cancellationToken,
            StatementBatch.Column<long>([.. wanted.Distinct().Select(node => RowId.Of(dispatch, node))], NpgsqlDbType.Bigint));

    private async Task<List<Step>> ReadStepsAsync(DispatchKey dispatch, CancellationToken cancellationToken)
    {
        var steps = await RowsAsync("SELECT id, kind, at, data FROM steps WHERE id BETWEEN $1 AND $2 ORDER BY id",
            row => (Index: RowId.IndexOf(row.GetInt64(0)), Step: new Step((StepKind)row.GetInt16(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3))), cancellationToken,
            StatementBatch.Number(RowId.First(dispatch.Number)), StatementBatch.Number(RowId.Last(dispatch.Number))).ConfigureAwait(false);
        dispatch.NextStep = steps.Count == 0 ? dispatch.NextStep : Math.Max(dispatch.NextStep, steps[^1].Index + 1);
        return steps.ConvertAll(step => step.Step);
    }

    private async Task AddFailedAttemptsAsync(DispatchKey dispatch, RunProgress progress, CancellationToken cancellationToken)
    {
        var attempts = await RowsAsync("SELECT node, attempt, started_at, elapsed FROM attempts WHERE dispatch = $1 ORDER BY node, attempt",
            row => (Node: row.GetInt32(0), Attempt: row.GetInt32(1), EndedAt: dispatch.CreatedAt + NumberAt(row, 2) + NumberAt(row, 3)), cancellationToken,
            StatementBatch.Number(dispatch.Number)).ConfigureAwait(false);
        foreach (var (node, attempt, endedAt) in attempts)
        {
            if (progress.Open.TryGetValue(node, out var open) && open.Attempt <= attempt)
            {
                progress.Open.Remove(node);
                progress.Failed[node] = new FailedAttempt(attempt, endedAt);
            }
        }
    }

    private async Task AddHandlesAsync(DispatchKey dispatch, RunProgress progress, CancellationToken cancellationToken)
    {
        var handles = await RowsAsync("SELECT node, attempt, handle FROM handles WHERE dispatch = $1",
            row => (Node: row.GetInt32(0), Attempt: row.GetInt32(1), Json: row.GetString(2)), cancellationToken, StatementBatch.Number(dispatch.Number)).ConfigureAwait(false);
        foreach (var (node, attempt, json) in handles)
        {
            if (progress.Open.TryGetValue(node, out var open) && open.Attempt == attempt)
            {
                progress.Open[node] = open with { JobHandle = json };
            }
        }
    }

    private static NodeRecord Withdrawn(int node) => new() { Node = node, Status = Status.Cancelled };

    /// <summary>Something that happened to many nodes at once.</summary>
    private sealed record Step(StepKind Kind, long At, byte[] Data)
    {
        public void Replay(Action<int, int, int> started, Action<int> withdrawn, Action<int> cancelRequested)
        {
            if (Kind == StepKind.Started)
            {
                foreach (var (node, attempt, deaths) in StepCodec.ReadStarts(Data))
                {
                    started(node, attempt, deaths);
                }

                return;
            }

            foreach (var node in StepCodec.ReadNodes(Data))
            {
                (Kind == StepKind.Withdrawn ? withdrawn : cancelRequested)(node);
            }
        }
    }
}
