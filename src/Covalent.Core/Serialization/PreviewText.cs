using System.Globalization;
using System.Text;

namespace Covalent.Core.Serialization;

/// <summary>One line about a value, cut at a length, independent of culture. No code of the user runs but that of own codecs, and it may fail.</summary>
internal sealed class PreviewText
{
    public const int DefaultLength = 256;

    private const int ItemsShown = 10;
    private const int RoomForEnd = 24;

    private readonly StringBuilder _text = new();
    private int _limit;
    private bool _isCut;

    private PreviewText(int limit) => _limit = limit;

    /// <summary>Whether nothing more will be taken.</summary>
    public bool IsFull => _isCut || _text.Length >= _limit;

    public static string Of<T>(ValueCodec<T> codec, T value, int maxLength)
    {
        var text = new PreviewText(Math.Max(maxLength, 1));
        try
        {
            text.Value(codec, value);
        }
        catch (Exception e) when (CodecFailure.IsOurs(e))
        {
            text.Append("…");
        }

        return text._text.ToString();
    }

    public void Value<T>(ValueCodec<T> codec, T value)
    {
        if (value is null)
        {
            Append("null");
        }
        else if (!IsFull)
        {
            codec.Preview(this, value);
        }
    }

    public void Boxed(ValueCodec codec, object? value)
    {
        if (value is null)
        {
            Append("null");
        }
        else if (!IsFull)
        {
            codec.PreviewObject(this, value);
        }
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (_isCut)
        {
            return;
        }

        var room = _limit - _text.Length;
        if (text.Length <= room)
        {
            _text.Append(text);
            return;
        }

        _isCut = true;
        var kept = Math.Max(room - 1, 0);
        _text.Append(text[..(kept > 0 && char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept)]);
        _text.Append('…');
        if (_text.Length > _limit && _text.Length > 1)
        {
            _text.Length = _limit;
            _text[^1] = '…';
        }
    }

    public void Number<T>(T value) where T : ISpanFormattable
    {
        Span<char> buffer = stackalloc char[128];
        Append(value.TryFormat(buffer, out var length, default, CultureInfo.InvariantCulture)
            ? buffer[..length]
            : value.ToString(null, CultureInfo.InvariantCulture));
    }

    /// <summary>Text in quotes, with what would break the line escaped.</summary>
    public void Quoted(ReadOnlySpan<char> text)
    {
        Append("\"");
        foreach (var next in text[..Math.Min(text.Length, _limit)])
        {
            Escaped(next);
        }

        Append(text.Length > _limit ? $"… {Grouped(text.Length)} characters\"" : "\"");
    }

    /// <summary>Items in brackets, at most ten, and how many there are when not all are shown.</summary>
    public void Items<T>(ValueCodec<T> codec, ReadOnlySpan<T> items, long count, string open = "[", string close = "]")
    {
        Append(open);
        var (limit, cut) = Narrow();
        var shown = 0;
        foreach (var item in items[..Math.Min(items.Length, ItemsShown)])
        {
            if (IsFull)
            {
                break;
            }

            Append(shown++ == 0 ? "" : ", ");
            Value(codec, item);
        }

        var isComplete = !_isCut && shown == count;
        Widen(limit, cut);
        Append(isComplete ? close : (shown == 0 ? "" : ", ") + "… " + Grouped(count) + " items" + close);
    }

    /// <summary>Members of an object or entries of a map, as many as fit, between the two marks.</summary>
    public void Parts(string open, string close, Action<PreviewText> parts)
    {
        Append(open);
        var (limit, cut) = Narrow();
        parts(this);
        Widen(limit, cut);
        Append(close);
    }

    public static string Grouped(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private void Escaped(char next)
    {
        if (next is '\n' or '\r' or '\t' or '"' or '\\')
        {
            Append(next switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", '"' => "\\\"", _ => "\\\\" });
        }
        else if (char.IsControl(next) || next is '\u2028' or '\u2029')
        {
            Append($"\\u{(int)next:X4}");
        }
        else
        {
            Append([next]);
        }
    }

    private (int Limit, bool Cut) Narrow()
    {
        var before = (_limit, _isCut);
        _limit = Math.Max(_limit - RoomForEnd, 1);
        return before;
    }

    private void Widen(int limit, bool cut) => (_limit, _isCut) = (limit, cut);
}
