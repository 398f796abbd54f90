using System.Text;

namespace Covalent.Core.Execution;

/// <summary>A task's standard output or error as a writer: kept for the outcome, and passed on live. Thread-safe.</summary>
internal sealed class TaskStreamWriter(ExecutorCall call, OutputStream stream) : TextWriter
{
    public CappedBuffer Buffer { get; } = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (!buffer.IsEmpty)
        {
            var bytes = new byte[Encoding.UTF8.GetByteCount(buffer)];
            Encoding.UTF8.GetBytes(buffer, bytes);
            WriteUtf8(bytes);
        }
    }

    public override void WriteLine(string? value) => Write(value + NewLine);

    /// <summary>Appends bytes; the memory must not change afterwards.</summary>
    public void WriteUtf8(ReadOnlyMemory<byte> bytes)
    {
        Buffer.Append(bytes.Span);
        call.Events.Output(call.Attempt, stream, bytes);
    }
}
