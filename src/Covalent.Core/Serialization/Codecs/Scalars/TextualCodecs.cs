using System.Text;

namespace Covalent.Core.Serialization;

internal sealed class GuidCodec() : RawCodec<Guid>("guid")
{
    internal override void Preview(PreviewText text, Guid value) => text.Formatted(value);

    internal override string ToText(Guid value) => value.ToString();

    internal override bool TryParse(string text, out Guid value) => Guid.TryParse(text, out value);
}

/// <summary>An object that is its text.</summary>
internal abstract class TextualCodec<T>(string shape) : ScalarCodec<T?>(shape)
    where T : class
{
    private const int LongestDerivedPreview = 100;

    internal sealed override int SmallestSize => 1;

    internal override bool StoresPreview(T? value) => value is not null && ToText(value).Length > LongestDerivedPreview;

    internal override void Write(ref WireWriter writer, T? value) => writer.Text(value is null ? null : ToText(value));

    internal override T? Read(ref WireReader reader)
    {
        var text = reader.Text();
        return text is null ? null : TryParse(text, out var value) ? value : throw WireReader.Damaged($"a text is no {TypeName}");
    }

    internal override void WriteJson(System.Text.Json.Utf8JsonWriter writer, T? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            JsonText.Write(writer, ToText(value));
        }
    }

    internal override T? ReadJson(ref System.Text.Json.Utf8JsonReader reader) =>
        reader.TokenType == System.Text.Json.JsonTokenType.Null ? null : base.ReadJson(ref reader);
}

internal sealed class VersionCodec() : TextualCodec<Version>("version")
{
    internal override string ToText(Version? value) => value!.ToString();

    internal override bool TryParse(string text, out Version? value) => Version.TryParse(text, out value);
}

/// <summary>Whether it is absolute is kept by a mark in front, since systems read a leading slash differently.</summary>
internal sealed class UriCodec() : TextualCodec<Uri>("uri")
{
    internal override string ToText(Uri? value) => value!.OriginalString;

    internal override bool TryParse(string text, out Uri? value) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out value);

    internal override void Write(ref WireWriter writer, Uri? value) =>
        writer.Text(value is null ? null : (value.IsAbsoluteUri ? "a" : "r") + value.OriginalString);

    internal override Uri? Read(ref WireReader reader)
    {
        var text = reader.Text();
        if (text is null)
        {
            return null;
        }

        var kind = text.StartsWith('a') ? UriKind.Absolute : UriKind.Relative;
        return text.Length > 0 && text[0] is 'a' or 'r' && Uri.TryCreate(text[1..], kind, out var value)
            ? value
            : throw WireReader.Damaged("a text is no Uri");
    }
}

/// <summary>Mutable text.</summary>
internal sealed class StringBuilderCodec() : TextualCodec<StringBuilder>("text")
{
    internal override string ToText(StringBuilder? value) => value!.ToString();

    internal override bool TryParse(string text, out StringBuilder? value)
    {
        value = new StringBuilder(text);
        return true;
    }

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => false;
}
