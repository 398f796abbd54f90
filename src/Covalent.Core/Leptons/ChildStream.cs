using System.Text;

namespace Covalent.Core.Leptons;

/// <summary>One output stream of a program: passed on as it comes, and kept, whole or its end.</summary>
internal sealed class ChildStream(StreamReader source, TextWriter target, bool keepsAll)
{
    private const int LongestTail = 8 * 1024;
    private const int LongestKept = 256 * 1024 * 1024;

    private const int MostRounds = 15;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private readonly StringBuilder _text = new();
    private readonly Lock _lock = new();

    public string Text
    {
        get
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Characters read so far, kept or not.</summary>
    public long Length { get => Interlocked.Read(ref field); private set => Interlocked.Exchange(ref field, value); }

    /// <summary>Goes on reading the streams of a child that has ended: what it had said is read whole, also by a machine that is late. Something the child
    /// left running may hold them open for ever: then silence is the end, or half a minute of talk.</summary>
    public static async Task ReadToSilenceAsync(Task reading, ChildStream output, ChildStream errors)
    {
        var (before, rounds) = (-1L, 0);
        while (!reading.IsCompleted && output.Length + errors.Length is var length && length != before && rounds++ < MostRounds)
        {
            before = length;
            await reading.WaitAsync(Silence, TimeProvider.System, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await source.ReadAsync(buffer.AsMemory()).ConfigureAwait(false) is > 0 and var length)
        {
            target.Write(buffer.AsSpan(0, length));
            Length += length;
            lock (_lock)
            {
                _text.Append(buffer.AsSpan(0, length));
                var limit = keepsAll ? LongestKept : LongestTail;
                if (_text.Length > 2L * limit)
                {
                    _text.Remove(0, _text.Length - limit);
                }
            }
        }
    }
}
