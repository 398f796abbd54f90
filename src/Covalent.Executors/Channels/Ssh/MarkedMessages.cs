using System.Text;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>What a program says on standard error while it is sent data, up to the mark that says that it has ended (<see cref="ShellProgram.AsCommandLine"/>).</summary>
internal sealed class MarkedMessages(string mark, int limit)
{
    private const int PieceLength = 16 * 1024;

    private readonly byte[] _mark = Encoding.ASCII.GetBytes($"\n{mark}\n");
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _held = [];

    /// <summary>Completes when the program has ended, and only the end of its input is waited for.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The messages without the mark.</summary>
    public CaptureBuffer Kept { get; } = new(limit);

    /// <summary>Reads to the end of the stream, whose reads block their thread.</summary>
    public void Read(Stream stream)
    {
        byte[] piece = new byte[PieceLength];
        for (int read = stream.Read(piece); read > 0; read = stream.Read(piece))
        {
            Take(piece.AsSpan(0, read));
        }

        Kept.Add(_held);
    }

    private void Take(ReadOnlySpan<byte> piece)
    {
        byte[] all = [.. _held, .. piece];
        int at = all.AsSpan().IndexOf(_mark);
        if (at >= 0)
        {
            Kept.Add(all.AsSpan(0, at));
            _held = all[(at + _mark.Length)..];
            _ended.TrySetResult();
            return;
        }

        // The mark may have come in part.
        int sure = Math.Max(0, all.Length - _mark.Length + 1);
        Kept.Add(all.AsSpan(0, sure));
        _held = all[sure..];
    }
}
