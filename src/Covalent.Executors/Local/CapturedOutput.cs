using System.Buffers;

namespace Covalent.Executors.Local;

/// <summary>What one task wrote, capped. Thread-safe: a task may write from several threads.</summary>
internal sealed class CapturedOutput
{
    private const int MostBytes = 1 << 20;
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _stdout = new();
    private readonly ArrayBufferWriter<byte> _stderr = new();

    public ReadOnlyMemory<byte> Stdout => Copy(_stdout);

    public ReadOnlyMemory<byte> Stderr => Copy(_stderr);

    public void Append(OutputStream stream, ReadOnlySpan<byte> utf8)
    {
        lock (_gate)
        {
            var buffer = stream == OutputStream.Stdout ? _stdout : _stderr;
            buffer.Write(utf8[..Math.Min(utf8.Length, MostBytes - buffer.WrittenCount)]);
        }
    }

    private byte[] Copy(ArrayBufferWriter<byte> buffer)
    {
        lock (_gate)
        {
            return buffer.WrittenSpan.ToArray();
        }
    }
}
