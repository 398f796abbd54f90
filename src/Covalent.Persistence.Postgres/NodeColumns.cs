using System.Buffers;
using Covalent.Core.Execution;
using Covalent.Engine.Storage;

namespace Covalent.Persistence.Postgres;

/// <summary>Rows of <c>nodes</c>, column by column.</summary>
internal sealed class NodeColumns(int capacity)
{
    private int _count;

    public long[] Id { get; } = new long[capacity];

    public short[] Status { get; } = new short[capacity];

    public int[] Attempt { get; } = new int[capacity];

    public long?[] StartedAt { get; } = new long?[capacity];

    public long?[] Elapsed { get; } = new long?[capacity];

    public byte[]?[] Value { get; } = new byte[]?[capacity];

    public string?[] Codec { get; } = new string?[capacity];

    public byte[]?[] Asset { get; } = new byte[]?[capacity];

    public byte[]?[] Detail { get; } = new byte[]?[capacity];

    public void Add(in NodeEnd end)
    {
        var at = _count++;
        var result = end.Outcome.Result;
        Id[at] = RowId.Of(end.Dispatch, end.Node);
        Status[at] = (short)end.Status;
        Attempt[at] = end.Attempt;
        (StartedAt[at], Elapsed[at]) = TimesOf(end);
        Value[at] = result.Codec is null || end.Assets?.Result is not null ? null : result.Bytes.ToArray();
        Codec[at] = result.Codec is PayloadCodecs.Binary ? null : result.Codec;
        Asset[at] = end.Assets?.Result is { } asset ? ReferenceTo(asset) : null;
        Detail[at] = DetailOf(end);
    }

    public static (long? StartedAt, long? Elapsed) TimesOf(in NodeEnd end) => end.Outcome is { StartedAt: not 0 } outcome
        ? (outcome.StartedAt - end.Dispatch.CreatedAt, outcome.EndedAt - outcome.StartedAt)
        : (null, null);

    public static byte[]? DetailOf(in NodeEnd end)
    {
        if (!DetailCodec.IsNeeded(end))
        {
            return null;
        }

        var detail = new ArrayBufferWriter<byte>();
        DetailCodec.Write(detail, end);
        return detail.WrittenSpan.ToArray();
    }

    private static byte[] ReferenceTo(AssetId asset)
    {
        var reference = new byte[AssetReference.Size];
        AssetReference.Write(reference, asset);
        return reference;
    }
}
