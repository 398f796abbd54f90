using System.Buffers;
using Covalent.Core.Execution;
using Covalent.Core.Graph;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Archive;

/// <summary>Dispatches and nodes as bytes of an archive, with all their values inline.</summary>
internal static class ArchiveRecords
{
    public static ReadOnlyMemory<byte> Write(DispatchRecord record, LatticeInfo lattice, TransportGraph graph)
    {
        var output = new ArrayBufferWriter<byte>((graph.NodeCount * 8) + 1024);
        var writer = new BinaryGraphWriter(output);
        writer.Text(record.Key.Id);
        writer.Text(record.RootId);
        writer.OptionalText(record.Parent?.DispatchId);
        writer.Int(record.Parent?.NodeId ?? 0);
        writer.OptionalText(record.RedispatchOf);
        writer.OptionalText(record.BundleId);
        writer.OptionalText(record.Error);
        writer.Byte((byte)record.Status);
        writer.Byte(record.FailFast ? (byte)1 : (byte)0);
        writer.Varint((ulong)(uint)record.Priority);
        foreach (var number in new[] { record.CreatedAt, record.StartedAt, record.EndedAt, record.CompletedCount, record.FailedCount, record.CancelledCount })
        {
            writer.Varint((ulong)number);
        }

        writer.Bytes(Part(lattice, LatticeCodec.Write));
        writer.Bytes(Part(graph, GraphCodec.Write));
        return output.WrittenMemory;
    }

    public static ArchivedDispatch ReadDispatch(ReadOnlyMemory<byte> bytes)
    {
        var reader = new BinaryGraphReader(bytes);
        var (id, root, parent, parentNode) = (reader.Text(), reader.Text(), reader.OptionalText(), reader.Int());
        var (redispatchOf, bundle, error) = (reader.OptionalText(), reader.OptionalText(), reader.OptionalText());
        var status = reader.Byte() is var known && ((Status)known).IsTerminal() ? (Status)known : throw ArchiveBlocks.Damaged("a dispatch has not ended");
        var (failFast, priority) = (reader.Byte() == 1, (int)(uint)reader.Varint());
        var (created, started, ended) = (Ticks(reader.Varint()), Ticks(reader.Varint()), Ticks(reader.Varint()));
        var (completed, failed, cancelled) = (reader.Int(), reader.Int(), reader.Int());
        var (lattice, graph) = (LatticeCodec.Read(reader.Bytes()), GraphCodec.Read(reader.Bytes()));
        var request = new DispatchRequest
        {
            DispatchId = id,
            Graph = graph,
            Lattice = lattice,
            BundleId = bundle,
            FailFast = failFast,
            Priority = priority,
            RedispatchOf = redispatchOf,
            Parent = parent is null ? null : new ParentLink(parent, parentNode, root),
        };
        return new ArchivedDispatch(request, created, started, (status, ended), (completed, failed, cancelled), error);
    }

    /// <summary>A node as the parts of a block, its result as it lies.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Write(in NodeEnd end)
    {
        var output = new ArrayBufferWriter<byte>(256);
        var writer = new BinaryGraphWriter(output);
        writer.Int(end.Node);
        writer.Int(end.Attempt);
        writer.Byte((byte)end.Status);
        writer.Varint((ulong)end.Outcome.StartedAt);
        writer.Varint((ulong)end.Outcome.EndedAt);
        writer.OptionalText(end.Outcome.Result.Codec);
        writer.Int(end.Outcome.Result.Bytes.Length);
        var detail = new ArrayBufferWriter<byte>(256);
        DetailCodec.Write(detail, end);
        return [output.WrittenMemory, end.Outcome.Result.Bytes, detail.WrittenMemory];
    }

    public static NodeEnd ReadNode(ReadOnlyMemory<byte> bytes, DispatchKey dispatch, int nodeCount)
    {
        var start = SpooledBytes.Head(bytes);
        var reader = new BinaryGraphReader(start);
        var (node, attempt, status) = (reader.Int(), reader.Int(), (Status)reader.Byte());
        if (node >= nodeCount || !status.IsTerminal())
        {
            throw ArchiveBlocks.Damaged("a node is not one of its dispatch's, or has not ended");
        }

        var (started, ended, codec, length) = (Ticks(reader.Varint()), Ticks(reader.Varint()), reader.OptionalText(), reader.Int());
        var rest = bytes[(start.Length - reader.Remaining)..];
        var value = length <= rest.Length ? SpooledBytes.Settle(rest[..length]) : throw ArchiveBlocks.Damaged("a value is cut off");
        var after = rest[length..];
        var detail = DetailCodec.Read(start.Length == bytes.Length ? after : SpooledBytes.Copy(after), out var head);
        if (detail.Stdout.Asset is not null || detail.Stderr.Asset is not null)
        {
            throw ArchiveBlocks.Damaged("a stream is not in it");
        }

        var outcome = new TaskOutcome
        {
            Status = status,
            Result = codec is null ? default : new EncodedValue(codec, value),
            ResultHead = head,
            Failure = detail.Failure,
            StartedAt = started,
            EndedAt = ended,
            PeakMemory = detail.PeakMemory,
            Host = detail.Host,
            Stdout = detail.Stdout.Inline,
            Stderr = detail.Stderr.Inline,
            Attachments = detail.Attachments,
            StopConfirmed = detail.StopConfirmed,
        };
        return new NodeEnd(dispatch, node, attempt, status, outcome, null, detail.HasChild);
    }

    private static long Ticks(ulong ticks) => ticks <= (ulong)DateTime.MaxValue.Ticks ? (long)ticks : throw ArchiveBlocks.Damaged("a time is out of range");

    private static ReadOnlySpan<byte> Part<T>(T part, Action<IBufferWriter<byte>, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer, part);
        return buffer.WrittenSpan;
    }
}

/// <summary>A dispatch as an archive tells of it.</summary>
internal sealed record ArchivedDispatch(
    DispatchRequest Request, long CreatedAt, long StartedAt, (Status Status, long At) End, (int Completed, int Failed, int Cancelled) Counts, string? Error);
