namespace Covalent.Server.Live;

/// <summary>The latest output of tasks that still run, so that it can be looked at before it is stored. Bounded per stream and in all.</summary>
internal sealed class LiveOutput
{
    private const int MostPerStream = 256 << 10;
    private const long MostInAll = 64L << 20;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string DispatchId, int Node, OutputStream Stream), MemoryStream> _streams = [];
    private long _bytes;

    public void Add(string dispatchId, int node, OutputStream stream, ReadOnlySpan<byte> utf8)
    {
        lock (_lock)
        {
            if (!_streams.TryGetValue((dispatchId, node, stream), out var text))
            {
                _streams[(dispatchId, node, stream)] = text = new MemoryStream();
            }

            var piece = utf8.Length > MostPerStream ? utf8[^MostPerStream..] : utf8;
            if (text.Length + piece.Length > MostPerStream)
            {
                Halve(text, piece.Length);
            }

            if (_bytes + piece.Length <= MostInAll)
            {
                text.Write(piece);
                _bytes += piece.Length;
            }
        }
    }

    /// <summary>What a running task wrote last; null when it wrote nothing.</summary>
    public ReadOnlyMemory<byte>? Find(string dispatchId, int node, OutputStream stream)
    {
        lock (_lock)
        {
            return _streams.TryGetValue((dispatchId, node, stream), out var text) ? text.ToArray() : null;
        }
    }

    public void Forget(string dispatchId, int node)
    {
        lock (_lock)
        {
            foreach (var stream in (ReadOnlySpan<OutputStream>)[OutputStream.Stdout, OutputStream.Stderr])
            {
                if (_streams.Remove((dispatchId, node, stream), out var text))
                {
                    _bytes -= text.Length;
                }
            }
        }
    }

    private void Halve(MemoryStream text, int room)
    {
        var kept = text.ToArray().AsSpan(Math.Min((int)text.Length, Math.Max((int)text.Length / 2, (int)text.Length + room - MostPerStream))).ToArray();
        _bytes -= text.Length - kept.Length;
        text.SetLength(0);
        text.Write(kept);
    }
}
