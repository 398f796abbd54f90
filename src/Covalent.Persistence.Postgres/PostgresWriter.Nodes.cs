using System.Buffers;
using System.Runtime.InteropServices;
using Covalent.Engine.Storage;
using NpgsqlTypes;

namespace Covalent.Persistence.Postgres;

/// <content>The rows of nodes, attempts and steps: the hot path. Many rows are one statement, its parameters the columns.</content>
internal sealed partial class PostgresWriter
{
    private const string InsertNodes =
        "INSERT INTO nodes (id, status, attempt, started_at, elapsed, value, codec, asset, detail) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        + "ON CONFLICT (id) DO UPDATE SET status = excluded.status, attempt = excluded.attempt, started_at = excluded.started_at, elapsed = excluded.elapsed, "
        + "value = excluded.value, codec = excluded.codec, asset = excluded.asset, detail = excluded.detail";

    private void WriteEnds(WriteBatch batch)
    {
        var ends = LastOfEachNode(batch.Ends);
        if (ends.Count == 0)
        {
            return;
        }

        var rows = new NodeColumns(ends.Count);
        foreach (ref readonly var end in CollectionsMarshal.AsSpan(ends))
        {
            rows.Add(end);
            WriteReferences(end);
        }

        _statements.Add(InsertNodes,
            StatementBatch.Column(rows.Id, NpgsqlDbType.Bigint), StatementBatch.Column(rows.Status, NpgsqlDbType.Smallint), StatementBatch.Column(rows.Attempt, NpgsqlDbType.Integer),
            StatementBatch.Column(rows.StartedAt, NpgsqlDbType.Bigint), StatementBatch.Column(rows.Elapsed, NpgsqlDbType.Bigint), StatementBatch.Column(rows.Value, NpgsqlDbType.Bytea),
            StatementBatch.Column(rows.Codec, NpgsqlDbType.Text), StatementBatch.Column(rows.Asset, NpgsqlDbType.Bytea), StatementBatch.Column(rows.Detail, NpgsqlDbType.Bytea));
    }

    // One statement may touch a row once. A node has two records in a batch when a sublattice waits for its child and the child ends at once.
    private static List<NodeEnd> LastOfEachNode(List<NodeEnd> ends)
    {
        var places = new Dictionary<long, int>(ends.Count);
        var last = new List<NodeEnd>(ends.Count);
        foreach (var end in ends)
        {
            if (end.Dispatch.Number == 0)
            {
                continue;
            }

            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, RowId.Of(end.Dispatch, end.Node), out var isThere);
            if (isThere)
            {
                last[place] = end;
            }
            else
            {
                place = last.Count;
                last.Add(end);
            }
        }

        return last;
    }

    private void WriteFailedAttempts(WriteBatch batch)
    {
        foreach (var end in batch.FailedAttempts)
        {
            if (end.Dispatch.Number == 0)
            {
                continue;
            }

            var (startedAt, elapsed) = NodeColumns.TimesOf(end);
            _statements.Add(
                "INSERT INTO attempts (dispatch, node, attempt, started_at, elapsed, detail) VALUES ($1, $2, $3, $4, $5, $6) "
                + "ON CONFLICT (dispatch, node, attempt) DO UPDATE SET started_at = excluded.started_at, elapsed = excluded.elapsed, detail = excluded.detail",
                StatementBatch.Number(end.Dispatch.Number), StatementBatch.Number(end.Node), StatementBatch.Number(end.Attempt), StatementBatch.Optional(startedAt),
                StatementBatch.Optional(elapsed), NodeColumns.DetailOf(end) is { } detail ? StatementBatch.Bytes(detail) : StatementBatch.NoBytes());
            WriteReferences(end);
        }
    }

    private void WriteReferences(in NodeEnd end)
    {
        foreach (var asset in end.Assets?.All() ?? [])
        {
            _statements.Add("INSERT INTO asset_refs (sha256, dispatch, length) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                StatementBatch.Bytes(Convert.FromHexString(asset.Sha256)), StatementBatch.Number(end.Dispatch.Number), StatementBatch.Number(asset.Length));
        }
    }

    private void WriteSteps(WriteBatch batch)
    {
        foreach (var group in batch.Starts.GroupBy(start => start.Dispatch))
        {
            var data = new ArrayBufferWriter<byte>();
            StepCodec.WriteStarts(data, CollectionsMarshal.AsSpan(group.OrderBy(start => start.Node).ToList()));
            InsertStep(group.Key, StepKind.Started, batch.At, data);
        }

        WriteStep(batch.Withdrawn, StepKind.Withdrawn, batch.At);
        foreach (var (dispatch, node) in batch.CancelRequests)
        {
            if (node < 0 && dispatch.Number != 0)
            {
                _statements.Add("UPDATE dispatches SET cancel_requested = true WHERE number = $1", StatementBatch.Number(dispatch.Number));
            }
        }

        WriteStep(batch.CancelRequests.Where(request => request.Node >= 0), StepKind.CancelRequested, batch.At);
    }

    private void WriteStep(IEnumerable<(DispatchKey Dispatch, int Node)> entries, StepKind kind, long at)
    {
        foreach (var group in entries.GroupBy(entry => entry.Dispatch))
        {
            var data = new ArrayBufferWriter<byte>();
            StepCodec.WriteNodes(data, group.Select(entry => entry.Node).ToArray());
            InsertStep(group.Key, kind, at, data);
        }
    }

    private void InsertStep(DispatchKey dispatch, StepKind kind, long at, ArrayBufferWriter<byte> data)
    {
        if (dispatch.Number != 0)
        {
            _statements.Add("INSERT INTO steps (id, kind, at, data) VALUES ($1, $2, $3, $4)",
                StatementBatch.Number(RowId.Of(dispatch, dispatch.NextStep++)), StatementBatch.Small((int)kind), StatementBatch.Number(at), StatementBatch.Bytes(data.WrittenMemory));
        }
    }
}
