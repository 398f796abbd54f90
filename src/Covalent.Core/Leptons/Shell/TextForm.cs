using System.Buffers;
using System.Globalization;
using System.Text;
using Covalent.Core.Recording;
using Covalent.Core.Serialization;

namespace Covalent.Core.Leptons;

/// <summary>Values as the text that shells and command lines speak, and back.</summary>
internal static class TextForm
{
    /// <summary>Text as it is; numbers and the like in their invariant form; everything else as JSON.</summary>
    public static string Write(object? value)
    {
        switch (value)
        {
            case null:
                return "";
            case string text:
                return text;
            case bool flag:
                return flag ? "true" : "false";
            case IFormattable number when value.GetType().IsPrimitive || value is decimal:
                return number.ToString(null, CultureInfo.InvariantCulture);
            default:
                var json = new ArrayBufferWriter<byte>();
                ValueCodec.For(value.GetType()).EncodeJson(value, json);
                return Encoding.UTF8.GetString(json.WrittenSpan).Trim('"');
        }
    }

    /// <exception cref="LeptonException">The text is not of that type.</exception>
    public static object? Read(string text, Type type, string what)
    {
        if (type == typeof(string))
        {
            return WithoutLastLineEnd(text);
        }

        if (type == typeof(byte[]))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var trimmed = text.Trim();
        try
        {
            return CollectionShape.Of(type) is CollectionShape.Sequence sequence && !trimmed.StartsWith('[')
                ? CollectionBuilder.Sequence(type, sequence.Item, [.. Lines(text).Select(line => Read(line, sequence.Item, what))])
                : ReadJson(trimmed, type);
        }
        catch (PayloadException e)
        {
            throw new LeptonException($"{what} is '{Short(trimmed)}', which is no {TypeNames.Of(type)}. Let the command write such a value, or declare another type.", e);
        }
    }

    private static object? ReadJson(string text, Type type)
    {
        var codec = ValueCodec.For(type);
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(bool) && bool.TryParse(text, out var flag))
        {
            return flag;
        }

        if (plain == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        // Dates, identifiers, enums and the like are text in JSON.
        var isBare = text.Length > 0 && !plain.IsPrimitive && plain != typeof(decimal) && text[0] is not ('{' or '[' or '"');
        return codec.DecodeJson(Encoding.UTF8.GetBytes(isBare ? $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : text));
    }

    private static IEnumerable<string> Lines(string text) => WithoutLastLineEnd(text) is { Length: > 0 } some ? some.Split('\n').Select(line => line.TrimEnd('\r')) : [];

    private static string WithoutLastLineEnd(string text) => text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;

    private static string Short(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
