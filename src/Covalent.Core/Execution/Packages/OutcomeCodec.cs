using System.Buffers;
using System.Text.Json;

namespace Covalent.Core.Execution;

/// <summary>The outcome file: one line of JSON that people and other languages can read, and write, followed by the blocks it announces.</summary>
/// <remarks>
/// <code>
/// {"format":"covalent/outcome","version":1,"status":"COMPLETED",…,"stdout":{"length":12},"result":{"codec":"covalent/binary","length":8}}\n
/// (12 bytes)(8 bytes)
/// </code>
/// Order of the blocks: stdout, stderr, result_head (header and preview, see payloads.md), result, child. A line with format, version and status alone is a whole outcome, which is how a shell
/// script reports a worker that could not start.
/// </remarks>
internal static class OutcomeCodec
{
    public const string Format = "covalent/outcome";
    public const int FormatVersion = 1;
    private const int LongestHead = 64 << 20;

    /// <summary>The outcome as the parts of a file, large blocks uncopied.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Write(TaskOutcome outcome, OutcomeOrigin? origin)
    {
        var child = new ArrayBufferWriter<byte>();
        if (outcome.Child is { } graph)
        {
            Graph.GraphCodec.Write(child, graph);
        }

        var head = new ArrayBufferWriter<byte>(512);
        OutcomeHead.Write(head, outcome, origin, child.WrittenCount);
        head.Write("\n"u8);
        return [.. new[] { head.WrittenMemory, outcome.Stdout, outcome.Stderr, outcome.ResultHead, outcome.Result.Bytes, child.WrittenMemory }.Where(part => !part.IsEmpty)];
    }

    /// <summary>Writes a temporary file beside <paramref name="path"/> and renames it, so that an outcome is there whole or not at all.</summary>
    public static void WriteFile(string path, TaskOutcome outcome, OutcomeOrigin? origin)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            foreach (var part in Write(outcome, origin))
            {
                file.Write(part.Span);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads an outcome file's contents.</summary>
    /// <exception cref="CovalentException">The bytes are not an outcome.</exception>
    public static (TaskOutcome Outcome, OutcomeOrigin? Origin) Read(ReadOnlyMemory<byte> bytes)
    {
        var line = SpooledBytes.Head(bytes).Span.IndexOf((byte)'\n');
        line = line >= 0 ? line : SpooledBytes.Copy(bytes[..Math.Min(bytes.Length, LongestHead)]).AsSpan().IndexOf((byte)'\n');
        var head = line < 0 ? bytes : SpooledBytes.Settle(bytes[..line]);
        if (head.Length > LongestHead)
        {
            throw Damaged("its first line does not end");
        }

        try
        {
            return OutcomeHead.Read(head, line < 0 ? default : bytes[(line + 1)..]);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or OverflowException or ArgumentException or KeyNotFoundException)
        {
            throw Damaged(e.Message, e);
        }
    }

    /// <summary>Reads the outcome of one attempt.</summary>
    /// <exception cref="CovalentException">The bytes are not an outcome, or belong to another attempt.</exception>
    public static TaskOutcome ReadFor(TaskAttempt attempt, ReadOnlyMemory<byte> bytes)
    {
        var (outcome, origin) = Read(bytes);
        return origin is null || (origin.DispatchId == attempt.Dispatch.DispatchId && origin.NodeId == attempt.NodeId && origin.Attempt == attempt.Number)
            ? outcome
            : throw Damaged($"it belongs to attempt {origin.Attempt} of node {origin.NodeId} of dispatch {origin.DispatchId}");
    }

    internal static CovalentException Damaged(string what, Exception? cause = null) =>
        new($"The outcome of a task is damaged: {what}. The file was altered or only half copied; run the task again.", cause);
}

/// <summary>Which attempt an outcome belongs to, so that a file left by another one is not taken for it.</summary>
internal sealed record OutcomeOrigin(string DispatchId, int NodeId, int Attempt);
