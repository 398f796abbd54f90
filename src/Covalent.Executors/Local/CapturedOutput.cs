using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>What one task wrote, capped. Thread-safe: a task may write from several threads.</summary>
internal sealed class CapturedOutput
{
    private readonly CappedBuffer _stdout = new();
    private readonly CappedBuffer _stderr = new();

    public ReadOnlyMemory<byte> Stdout => _stdout.ToMemory();

    public ReadOnlyMemory<byte> Stderr => _stderr.ToMemory();

    public void Append(OutputStream stream, ReadOnlySpan<byte> utf8) => (stream == OutputStream.Stdout ? _stdout : _stderr).Append(utf8);
}
