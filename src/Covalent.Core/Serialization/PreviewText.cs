using System.Globalization;

namespace Covalent.Core.Serialization;

/// <summary>One line about a value, cut at a length, independent of culture. No code of the user runs but that of own codecs, and it may fail.</summary>
internal sealed class PreviewText
{
    public const int DefaultLength = 256;

    private const int ItemsShown = 10;
    private const int RoomForEnd = 24;

    [ThreadStatic]
    private static PreviewText? _spare;

    private char[] _text = new char[DefaultLength + (4 * RoomForEnd)];
    private int _length;
    private int _limit;
    private bool _isCut;

    /// <summary>Whether nothing more will be taken.</summary>
    public bool IsFull => _isCut || _length >= _limit;

    /// <summary>The preview of a value as text.</summary>
    public static string Of<T>(ValueCodec<T> codec, T value, int maxLength)
    {
        var text = Take(maxLength);
        text.Fill(codec, value);
        var made = new string(text._text, 0, text._length);
        _spare = text;
        return made;
    }

    /// <summary>The preview of a sequence of which only the first items are there.</summary>
    public static string OfItems<T>(string start, ValueCodec<T> codec, ReadOnlySpan<T> items, long count)
    {
        var text = Take(DefaultLength);
        text.Append(start);
        text.Items(codec, items, count);
        var made = new string(text._text, 0, text._length);
        _spare = text;
        return made;
    }

    /// <summary>Writes the preview of a value as the last part of a head.</summary>
    public static void Write<T>(ref WireWriter writer, ValueCodec<T> codec, T value)
    {
        var text = Take(DefaultLength);
        text.Fill(codec, value);
        PayloadFormat.Name(ref writer, text._text.AsSpan(0, text._length));
        _spare = text;
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

        var room = _limit - _length;
        if (text.Length <= room)
        {
            Put(text);
            return;
        }

        _isCut = true;
        var kept = Math.Max(room - 1, 0);
        Put(text[..(kept > 0 && char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept)]);
        Put("…");
    }

    public void Formatted<T>(T value, string? format = null) where T : ISpanFormattable
    {
        Span<char> buffer = stackalloc char[128];
        Append(value.TryFormat(buffer, out var length, format, CultureInfo.InvariantCulture)
            ? buffer[..length]
            : value.ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>Text in quotes, with what would break the line escaped.</summary>
    public void Quoted(ReadOnlySpan<char> text)
    {
        Append("\"");
        var shown = text[..Math.Min(text.Length, _limit)];
        while (shown.Length > 0 && !IsFull)
        {
            var plain = shown.IndexOfAnyExceptInRange(' ', '~') is >= 0 and var stop ? stop : shown.Length;
            plain = shown[..plain].IndexOfAny('"', '\\') is >= 0 and var mark ? mark : plain;
            Append(shown[..plain]);
            if (plain < shown.Length)
            {
                Escaped(shown[plain++]);
            }

            shown = shown[plain..];
        }

        if (text.Length > _limit)
        {
            Append($"… {Grouped(text.Length)} characters\"");
        }
        else
        {
            Append("\"");
        }
    }

    /// <summary>Items in brackets, at most ten, and how many there are when not all are shown.</summary>
    public void Items<T>(ValueCodec<T> codec, ReadOnlySpan<T> items, long count)
    {
        var outer = Open("[");
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
        Close(outer, isComplete ? "]" : $"{(shown == 0 ? "" : ", ")}… {Grouped(count)} items]");
    }

    /// <summary>Begins parts that leave room for the end mark, however long they get.</summary>
    public Limits Open(ReadOnlySpan<char> mark)
    {
        Append(mark);
        var outer = new Limits(_limit, _isCut);
        _limit = Math.Max(_limit - RoomForEnd, 1);
        return outer;
    }

    public void Close(Limits outer, ReadOnlySpan<char> mark)
    {
        (_limit, _isCut) = outer;
        Append(mark);
    }

    public static string Grouped(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static PreviewText Take(int maxLength)
    {
        var text = _spare ?? new PreviewText();
        _spare = null;
        (text._length, text._limit, text._isCut) = (0, Math.Max(maxLength, 1), false);
        return text;
    }

    private void Fill<T>(ValueCodec<T> codec, T value)
    {
        try
        {
            Value(codec, value);
        }
        catch (Exception e) when (CodecFailure.IsOurs(e))
        {
            Append("…");
        }
    }

    private void Put(ReadOnlySpan<char> text)
    {
        if (_text.Length - _length < text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + text.Length));
        }

        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

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

    /// <summary>What held before parts were begun.</summary>
    internal readonly record struct Limits(int Limit, bool IsCut);
}
