using System.Text.Json;

namespace Covalent.Core.Serialization;

internal sealed class BoolCodec() : ScalarCodec<bool>("bool")
{
    internal override int SmallestSize => 1;

    internal override string ToText(bool value) => value ? "true" : "false";

    internal override bool TryParse(string text, out bool value) => bool.TryParse(text, out value);

    internal override void Write(ref WireWriter writer, bool value) => writer.Byte(value ? (byte)1 : (byte)0);

    internal override bool Read(ref WireReader reader) => reader.Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw NoBool(other),
    };

    internal override void ReadMany(ref WireReader reader, Span<bool> values, long start)
    {
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values);
        reader.Bytes(bytes);
        if (bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var at)
        {
            var found = bytes[at];
            values.Clear();
            throw NoBool(found);
        }
    }

    internal override void WriteJson(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

    internal override bool ReadJson(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw JsonForm.Unfit(ref reader, TypeName, "true or false"),
    };

    private static PayloadException NoBool(byte value) => WireReader.Damaged($"a truth value is {value}");
}

internal sealed class CharCodec() : RawCodec<char>("char")
{
    internal override string ToText(char value) => value.ToString();

    internal override bool TryParse(string text, out char value)
    {
        value = text.Length == 1 ? text[0] : default;
        return text.Length == 1;
    }

    internal override void WriteJson(Utf8JsonWriter writer, char value) => JsonText.Write(writer, ToText(value));

    internal override void Preview(PreviewText text, char value)
    {
        text.Append("'");
        text.Append(char.IsControl(value) || char.IsSurrogate(value) ? $"\\u{(int)value:X4}" : ToText(value));
        text.Append("'");
    }
}

internal sealed class StringCodec() : ScalarCodec<string?>("text")
{
    private const int LongestDerivedPreview = 100;

    internal override int SmallestSize => 1;

    internal override bool StoresPreview(string? value) => value is { Length: > LongestDerivedPreview };

    internal override string ToText(string? value) => value ?? "";

    internal override bool TryParse(string text, out string? value)
    {
        value = text;
        return true;
    }

    internal override void Write(ref WireWriter writer, string? value) => writer.Text(value);

    internal override string? Read(ref WireReader reader) => reader.Text();

    internal override void Preview(PreviewText text, string? value) => text.Quoted(value);

    internal override string PreviewOfStart(ReadOnlySpan<byte> start) => Preview(WireReader.StartOfText(start) + "…");

    internal override void WriteJson(Utf8JsonWriter writer, string? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            JsonText.Write(writer, value);
        }
    }

    internal override string? ReadJson(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null : JsonForm.Text(ref reader, TypeName);
}

/// <summary>Strings as JSON tokens. JSON can say only valid Unicode.</summary>
internal static class JsonText
{
    public static void Write(Utf8JsonWriter writer, string text)
    {
        try
        {
            writer.WriteStringValue(Checked(text));
        }
        catch (ArgumentException e)
        {
            throw NotUnicode(e);
        }
    }

    public static string Checked(string text)
    {
        for (var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0 && at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                throw NotUnicode(null);
            }
        }

        return text;
    }

    private static PayloadException NotUnicode(Exception? cause) =>
        new("A string with a lone surrogate cannot be written as JSON, which holds valid Unicode only. Remove it, or pass the characters as numbers.", cause);
}
