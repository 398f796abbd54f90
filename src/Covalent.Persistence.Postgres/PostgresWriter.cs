using System.Buffers;
using Covalent.Core.Graph;
using Covalent.Engine.Storage;

namespace Covalent.Persistence.Postgres;

/// <summary>Turns a batch of the engine into statements that go to the server in one message and are one transaction there.</summary>
internal sealed partial class PostgresWriter
{
    private const int ChunkBytes = 4 << 20;
    private readonly StatementBatch _statements;

    private PostgresWriter(StatementBatch statements) => _statements = statements;

    /// <summary>Adds everything in the batch; new dispatches already have their numbers.</summary>
    public static void Write(StatementBatch statements, WriteBatch batch)
    {
        var writer = new PostgresWriter(statements);
        writer.WriteRegistrations(batch);
        writer.WriteEnds(batch);
        writer.WriteFailedAttempts(batch);
        writer.WriteSteps(batch);
        writer.WriteRest(batch);
        writer.WriteChanges(batch);
    }

    private void WriteRegistrations(WriteBatch batch)
    {
        foreach (var registration in batch.Registrations)
        {
            if (registration.Key.Number == 0)
            {
                continue;
            }

            InsertDispatch(registration);
            var graph = registration.Graph;
            for (var chunk = 0; chunk * (long)ChunkBytes < graph.Length; chunk++)
            {
                var start = chunk * ChunkBytes;
                _statements.Add("INSERT INTO graphs (id, data) VALUES ($1, $2)",
                    StatementBatch.Number(RowId.Of(registration.Key, chunk)), StatementBatch.Bytes(graph[start..Math.Min(graph.Length, start + ChunkBytes)]));
            }
        }
    }

    private void InsertDispatch(DispatchRegistration registration)
    {
        var request = registration.Request;
        var isStarted = registration.Owner != 0;
        var lattice = new ArrayBufferWriter<byte>(256);
        LatticeCodec.Write(lattice, request.Lattice);
        _statements.Add(
            "INSERT INTO dispatches (number, id, root_id, parent_id, parent_node, name, status, created_at, started_at, node_count, parameter_count, "
            + "priority, fail_fast, owner, bundle_id, redispatch_of, lattice, output_type, output, trace) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
            StatementBatch.Number(registration.Key.Number), StatementBatch.Text(request.DispatchId),
            StatementBatch.Text(request.Parent?.RootDispatchId ?? request.DispatchId), StatementBatch.Text(request.Parent?.DispatchId),
            StatementBatch.Optional(request.Parent?.NodeId), StatementBatch.Text(request.Lattice.Name),
            StatementBatch.Small((int)(isStarted ? Status.Running : Status.NewObject)), StatementBatch.Number(registration.CreatedAt),
            StatementBatch.Optional(isStarted ? registration.CreatedAt : (long?)null), StatementBatch.Number(request.Graph.NodeCount),
            StatementBatch.Number(CountParameters(request.Graph)), StatementBatch.Number(request.Priority), StatementBatch.Flag(request.FailFast),
            StatementBatch.Number(registration.Owner), StatementBatch.Text(request.BundleId), StatementBatch.Text(request.RedispatchOf),
            StatementBatch.Bytes(lattice.WrittenMemory), StatementBatch.Text(request.Graph.Output.Type), StatementBatch.Bytes(request.Graph.Output.Structure), StatementBatch.Text(registration.Trace));
    }

    private void WriteChanges(WriteBatch batch)
    {
        foreach (var change in batch.Changes)
        {
            if (change.Dispatch.Number != 0)
            {
                _statements.Add(
                    "UPDATE dispatches SET status = $2, completed = $3, failed = $4, cancelled = $5, error = $6, started_at = coalesce(started_at, $7), ended_at = $8 WHERE number = $1",
                    StatementBatch.Number(change.Dispatch.Number), StatementBatch.Small((int)change.Status), StatementBatch.Number(change.Completed),
                    StatementBatch.Number(change.Failed), StatementBatch.Number(change.Cancelled), StatementBatch.Text(change.Error),
                    StatementBatch.Number(change.At), StatementBatch.Optional(change.Status.IsTerminal() ? change.At : (long?)null));
            }
        }
    }

    private void WriteRest(WriteBatch batch)
    {
        foreach (var handle in batch.Handles)
        {
            if (handle.Dispatch.Number != 0)
            {
                _statements.Add(
                    "INSERT INTO handles (dispatch, node, attempt, handle) VALUES ($1, $2, $3, $4) "
                    + "ON CONFLICT (dispatch, node) DO UPDATE SET attempt = excluded.attempt, handle = excluded.handle",
                    StatementBatch.Number(handle.Dispatch.Number), StatementBatch.Number(handle.Node), StatementBatch.Number(handle.Attempt), StatementBatch.Text(handle.Json));
            }
        }

        foreach (var entry in batch.CacheEntries)
        {
            if (entry.Dispatch.Number != 0)
            {
                _statements.Add("INSERT INTO cache (key, node) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET node = excluded.node",
                    StatementBatch.Bytes(entry.Key), StatementBatch.Number(RowId.Of(entry.Dispatch, entry.Node)));
            }
        }

        if (batch.AnsweredRequests.Count > 0)
        {
            _statements.Add("DELETE FROM cancel_requests WHERE number = ANY($1)", StatementBatch.Column<long>([.. batch.AnsweredRequests], NpgsqlTypes.NpgsqlDbType.Bigint));
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
}
