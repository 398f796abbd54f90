using System.Text;

namespace Covalent.Core.Leptons;

/// <summary>One output stream of a program: passed on as it comes, and kept, whole or its end.</summary>
internal sealed class ChildStream(StreamReader source, TextWriter target, bool keepsAll)
{
    private const int LongestTail = 8 * 1024;
    private const int LongestKept = 256 * 1024 * 1024;

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

    public async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await source.ReadAsync(buffer.AsMemory()).ConfigureAwait(false) is > 0 and var length)
        {
            target.Write(buffer.AsSpan(0, length));
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
