using System.Runtime.InteropServices;
using Covalent.Core.Execution;

namespace Covalent.Engine.Storage.Sqlite;

/// <content>The rows of nodes, attempts and steps: the hot path.</content>
internal sealed partial class SqliteWriter
{
    private readonly List<int> _nodes = [];

    private void WriteEnds(WriteBatch batch)
    {
        foreach (ref readonly var end in CollectionsMarshal.AsSpan(batch.Ends))
        {
            if (end.Dispatch.Number == 0)
            {
                continue;
            }

            if (IsPlain(end))
            {
                BindNode(_insertNode, end).Run();
            }
            else
            {
                WriteFully(end);
            }
        }
    }

    private static bool IsPlain(in NodeEnd end) =>
        end.Assets is null && end.Outcome.Result.Codec is PayloadCodecs.Binary or null && !DetailCodec.IsNeeded(end);

    private static SqliteStatement BindNode(SqliteStatement statement, in NodeEnd end)
    {
        var outcome = end.Outcome;
        statement.Bind(1, RowId.Of(end.Dispatch, end.Node)).Bind(2, (long)end.Status).Bind(3, end.Attempt);
        BindTimes(statement, 4, end.Dispatch, outcome);
        return outcome.Result.Codec is null || end.Assets?.Result is not null ? statement.BindNull(6) : statement.Bind(6, outcome.Result.Bytes.Span);
    }

    private void WriteFully(in NodeEnd end)
    {
        var outcome = end.Outcome;
        BindNode(_insertNodeFully, end);
        _insertNodeFully.Bind(7, outcome.Result.Codec is PayloadCodecs.Binary ? null : outcome.Result.Codec);
        if (end.Assets?.Result is { } result)
        {
            Span<byte> reference = stackalloc byte[AssetReference.Size];
            AssetReference.Write(reference, result);
            _insertNodeFully.Bind(8, reference);
        }
        else
        {
            _insertNodeFully.BindNull(8);
        }

        BindDetail(_insertNodeFully, 9, end);
        _insertNodeFully.Run();
        WriteReferences(end);
    }

    private void WriteFailedAttempts(WriteBatch batch)
    {
        foreach (ref readonly var end in CollectionsMarshal.AsSpan(batch.FailedAttempts))
        {
            if (end.Dispatch.Number == 0)
            {
                continue;
            }

            _insertAttempt.Bind(1, end.Dispatch.Number).Bind(2, end.Node).Bind(3, end.Attempt);
            BindTimes(_insertAttempt, 4, end.Dispatch, end.Outcome);
            BindDetail(_insertAttempt, 6, end);
            _insertAttempt.Run();
            WriteReferences(end);
        }
    }

    // Another process may have deleted the last dispatch that needed an equal file since it was found there; deletion holds the write lock
    // as this does, so what is seen here stays. A reused file whose bytes are not at hand stays gone, and reading it says so.
    private void WriteReferences(in NodeEnd end)
    {
        if (end.Assets is null)
        {
            return;
        }

        foreach (var asset in end.Assets.All())
        {
            var bytes = asset == end.Assets.Result ? end.Outcome.Result.Bytes : asset == end.Assets.Stdout ? end.Outcome.Stdout : end.Outcome.Stderr;
            if (bytes.Length == asset.Length && !_assets.Exists(asset))
            {
                _assets.Write(bytes);
            }

            _insertReference.Bind(1, Convert.FromHexString(asset.Sha256).AsSpan()).Bind(2, end.Dispatch.Number).Bind(3, asset.Length).Run();
        }
    }

    private static void BindTimes(SqliteStatement statement, int parameter, DispatchKey dispatch, TaskOutcome outcome)
    {
        if (outcome.StartedAt == 0)
        {
            statement.BindNull(parameter).BindNull(parameter + 1);
        }
        else
        {
            statement.Bind(parameter, outcome.StartedAt - dispatch.CreatedAt).Bind(parameter + 1, outcome.EndedAt - outcome.StartedAt);
        }
    }

    private void BindDetail(SqliteStatement statement, int parameter, in NodeEnd end)
    {
        if (!DetailCodec.IsNeeded(end))
        {
            statement.BindNull(parameter);
            return;
        }

        _buffer.ResetWrittenCount();
        DetailCodec.Write(_buffer, end);
        statement.Bind(parameter, _buffer.WrittenSpan);
    }

    private void WriteSteps(WriteBatch batch)
    {
        WriteStarts(batch);
        WriteStep(batch.Withdrawn, StepKind.Withdrawn, batch.At);
        foreach (var (dispatch, node) in batch.CancelRequests)
        {
            if (node < 0 && dispatch.Number != 0)
            {
                _markCancelled.Bind(1, dispatch.Number).Run();
            }
        }

        WriteStep([.. batch.CancelRequests.Where(request => request.Node >= 0)], StepKind.CancelRequested, batch.At);
    }

    private void WriteStarts(WriteBatch batch)
    {
        var starts = CollectionsMarshal.AsSpan(batch.Starts);
        SortByDispatch(starts);
        for (var from = 0; from < starts.Length;)
        {
            var to = from + 1;
            while (to < starts.Length && ReferenceEquals(starts[to].Dispatch, starts[from].Dispatch))
            {
                to++;
            }

            _buffer.ResetWrittenCount();
            StepCodec.WriteStarts(_buffer, starts[from..to]);
            InsertStep(starts[from].Dispatch, StepKind.Started, batch.At);
            from = to;
        }
    }

    private static void SortByDispatch(Span<NodeStart> starts)
    {
        for (var i = 1; i < starts.Length; i++)
        {
            if (!ReferenceEquals(starts[i].Dispatch, starts[0].Dispatch))
            {
                starts.Sort(static (a, b) => (a.Dispatch.Number, a.Node).CompareTo((b.Dispatch.Number, b.Node)));
                return;
            }
        }
    }

    private void WriteStep(List<(DispatchKey Dispatch, int Node)> entries, StepKind kind, long at)
    {
        if (entries.Count == 0)
        {
            return;
        }

        foreach (var group in entries.GroupBy(entry => entry.Dispatch))
        {
            _nodes.Clear();
            _nodes.AddRange(group.Select(entry => entry.Node));
            _buffer.ResetWrittenCount();
            StepCodec.WriteNodes(_buffer, CollectionsMarshal.AsSpan(_nodes));
            InsertStep(group.Key, kind, at);
        }
    }

    private void InsertStep(DispatchKey dispatch, StepKind kind, long at)
    {
        if (dispatch.Number != 0)
        {
            _insertStep.Bind(1, RowId.Of(dispatch, dispatch.NextStep++)).Bind(2, (long)kind).Bind(3, at).Bind(4, _buffer.WrittenSpan).Run();
        }
    }
}
