using System.Buffers;
using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent.Engine.Storage;

/// <summary>Binary form of <see cref="NodeDetail"/>: marks as a varint, then the parts that are there.</summary>
internal static class DetailCodec
{
    [Flags]
    private enum Parts
    {
        None = 0,
        Failure = 1,
        StopUnconfirmed = 2,
        Host = 4,
        PeakMemory = 8,
        Stdout = 16,
        Stderr = 32,
        Attachments = 64,
        ResultHead = 128,
        Child = 256,
    }

    public static bool IsNeeded(in NodeEnd end) => PartsOf(end) != Parts.None;

    public static void Write(IBufferWriter<byte> output, in NodeEnd end)
    {
        var writer = new BinaryGraphWriter(output);
        var outcome = end.Outcome;
        var assets = end.Assets;
        var parts = PartsOf(end);
        writer.Int((int)parts);
        if (outcome.Failure is { } failure)
        {
            WriteFailure(writer, failure);
        }

        if (parts.HasFlag(Parts.Host))
        {
            writer.Text(outcome.Host);
        }

        if (parts.HasFlag(Parts.PeakMemory))
        {
            writer.Varint((ulong)outcome.PeakMemory);
        }

        WriteStream(writer, outcome.Stdout, assets?.Stdout);
        WriteStream(writer, outcome.Stderr, assets?.Stderr);
        if (parts.HasFlag(Parts.Attachments))
        {
            WriteAttachments(writer, outcome.Attachments!);
        }

        if (!outcome.ResultHead.IsEmpty)
        {
            writer.Bytes(outcome.ResultHead.Span);
        }
    }

    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <param name="resultHead">Header and preview of the result; empty when there was nothing to say.</param>
    public static NodeDetail Read(ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> resultHead)
    {
        var reader = new BinaryGraphReader(bytes);
        var parts = (Parts)reader.Int();
        var detail = new NodeDetail
        {
            HasChild = parts.HasFlag(Parts.Child),
            StopConfirmed = !parts.HasFlag(Parts.StopUnconfirmed),
            Failure = parts.HasFlag(Parts.Failure) ? ReadFailure(ref reader, 0) : null,
            Host = parts.HasFlag(Parts.Host) ? reader.Text() : "",
            PeakMemory = parts.HasFlag(Parts.PeakMemory) ? (long)reader.Varint() : 0,
            Stdout = parts.HasFlag(Parts.Stdout) ? ReadStream(ref reader) : default,
            Stderr = parts.HasFlag(Parts.Stderr) ? ReadStream(ref reader) : default,
            Attachments = parts.HasFlag(Parts.Attachments) ? ReadAttachments(ref reader) : null,
        };
        resultHead = parts.HasFlag(Parts.ResultHead) ? reader.Bytes() : default;
        return detail;
    }

    private static Parts PartsOf(in NodeEnd end) => PartsOf(end.Outcome) | (end.HasChild ? Parts.Child : Parts.None);

    private static Parts PartsOf(TaskOutcome outcome) =>
        (outcome.Failure is null ? Parts.None : Parts.Failure)
        | (outcome.StopConfirmed ? Parts.None : Parts.StopUnconfirmed)
        | (outcome.Host.Length == 0 ? Parts.None : Parts.Host)
        | (outcome.PeakMemory <= 0 ? Parts.None : Parts.PeakMemory)
        | (outcome.Stdout.IsEmpty ? Parts.None : Parts.Stdout)
        | (outcome.Stderr.IsEmpty ? Parts.None : Parts.Stderr)
        | (outcome.Attachments is { Count: > 0 } ? Parts.Attachments : Parts.None)
        | (outcome.ResultHead.IsEmpty ? Parts.None : Parts.ResultHead);

    private static void WriteFailure(BinaryGraphWriter writer, FailureInfo failure)
    {
        writer.Byte((byte)failure.Kind);
        writer.Text(failure.Type);
        writer.Text(failure.Message);
        writer.Text(failure.StackTrace);
        writer.Byte(failure.Inner is null ? (byte)0 : (byte)1);
        if (failure.Inner is { } inner)
        {
            WriteFailure(writer, inner);
        }
    }

    private static FailureInfo ReadFailure(ref BinaryGraphReader reader, int depth)
    {
        var failure = new FailureInfo((FailureKind)reader.Byte(), reader.Text(), reader.Text(), reader.Text());
        var hasInner = reader.Byte() == 1;
        return !hasInner ? failure
            : depth < 64 ? failure with { Inner = ReadFailure(ref reader, depth + 1) }
            : throw BinaryGraphReader.Damaged("a failure has too many causes");
    }

    private static void WriteStream(BinaryGraphWriter writer, ReadOnlyMemory<byte> bytes, AssetId? asset)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        writer.Byte(asset is null ? (byte)0 : (byte)1);
        if (asset is null)
        {
            writer.Bytes(bytes.Span);
            return;
        }

        writer.Text(asset.Sha256);
        writer.Varint((ulong)asset.Length);
    }

    private static StoredStream ReadStream(ref BinaryGraphReader reader) => reader.Byte() == 0
        ? new StoredStream(reader.Bytes(), null)
        : new StoredStream(default, new AssetId(reader.Text(), (long)reader.Varint()));

    private static void WriteAttachments(BinaryGraphWriter writer, IReadOnlyDictionary<string, string> attachments)
    {
        writer.Int(attachments.Count);
        foreach (var (name, json) in attachments)
        {
            writer.Text(name);
            writer.Text(json);
        }
    }

    private static Dictionary<string, string> ReadAttachments(ref BinaryGraphReader reader)
    {
        var count = reader.Count(2);
        var result = new Dictionary<string, string>(count, StringComparer.Ordinal);
        for (; count > 0; count--)
        {
            result[reader.Text()] = reader.Text();
        }

        return result;
    }
}
