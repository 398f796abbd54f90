namespace Covalent.Core.Files;

/// <summary>A file that is sent piece by piece, so that a broken connection costs a piece.</summary>
internal sealed class PieceFile
{
    /// <summary>Files up to this size are sent at once.</summary>
    public const int Smallest = 8 << 20;

    private const int MostBreaks = 5;
    private readonly string _path;
    private readonly byte[] _buffer;
    private int _breaks;

    public PieceFile(string path, int most)
    {
        _path = path;
        Length = new FileInfo(path).Length;
        var needed = (Length + most - 1) / most;
        _buffer = new byte[Math.Max(Smallest, (int)Math.Min(Array.MaxLength, (needed + (1 << 20) - 1) >> 20 << 20))];
        Count = (int)((Length + _buffer.Length - 1) / _buffer.Length);
    }

    public long Length { get; }

    public int Count { get; }

    /// <summary>A piece, valid until the next one is read.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(int index, CancellationToken cancellationToken)
    {
        var start = (long)index * _buffer.Length;
        var piece = _buffer.AsMemory(0, (int)Math.Min(_buffer.Length, Length - start));
        var file = File.OpenRead(_path);
        await using (file.ConfigureAwait(false))
        {
            file.Position = start;
            await file.ReadExactlyAsync(piece, cancellationToken).ConfigureAwait(false);
        }

        return piece;
    }

    /// <summary>How much is there once a piece is.</summary>
    public double ShareAfter(int index) => Math.Min(1, (double)(index + 1) * _buffer.Length / Length);

    /// <summary>Does something with the store, and again where the connection broke or the store is overloaded: a few times a file.</summary>
    public async Task<HttpResponseMessage> InsistAsync(Func<Task<HttpResponseMessage>> send)
    {
        while (true)
        {
            try
            {
                return await send().ConfigureAwait(false);
            }
            catch (CovalentException e) when ((e.InnerException is HttpRequestException || e.IsTransient) && ++_breaks <= MostBreaks)
            {
                // The same piece once more.
            }
        }
    }
}
