using System.Text.Encodings.Web;
using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>What all codecs share when they speak JSON.</summary>
internal static class JsonForm
{
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // Never reached: our own limit, whose message holds the path, comes first.
        MaxDepth = 2 * WireDepth.Limit,
        SkipValidation = true,
    };

    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = WireDepth.Limit, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Moves to the next token; JSON that is broken or ends early is told as such.</summary>
    public static void Next(ref Utf8JsonReader reader)
    {
        try
        {
            if (!reader.Read())
            {
                throw new PayloadException("The JSON ends early. Produce it again.");
            }
        }
        catch (JsonException e)
        {
            throw new PayloadException($"The text is not valid JSON: {e.Message.TrimEnd('.')}. Produce it again.", e);
        }
    }

    public static void End(ref Utf8JsonReader reader)
    {
        try
        {
            if (!reader.Read())
            {
                return;
            }
        }
        catch (JsonException e)
        {
            throw new PayloadException($"Something follows the JSON value: {e.Message.TrimEnd('.')}. Give one value only.", e);
        }

        throw new PayloadException("Something follows the JSON value. Give one value only.");
    }

    public static void Skip(ref Utf8JsonReader reader)
    {
        try
        {
            reader.Skip();
        }
        catch (JsonException e)
        {
            throw new PayloadException($"The text is not valid JSON: {e.Message.TrimEnd('.')}. Produce it again.", e);
        }
    }

    public static void Expect(ref Utf8JsonReader reader, JsonTokenType token, string typeName)
    {
        if (reader.TokenType != token)
        {
            throw Unfit(ref reader, typeName, token switch
            {
                JsonTokenType.StartArray => "an array",
                JsonTokenType.StartObject => "an object",
                JsonTokenType.String => "a string",
                JsonTokenType.Number => "a number",
                _ => token.ToString(),
            });
        }

        WireDepth.Check(reader.CurrentDepth, writing: false);
    }

    /// <summary>The text of a string token or property name.</summary>
    public static string Text(ref Utf8JsonReader reader, string typeName)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            throw Unfit(ref reader, typeName, "a string");
        }

        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new PayloadException($"A JSON string cannot be read as {typeName}: it is not valid Unicode. Escape or remove lone surrogates.", e);
        }
    }

    public static PayloadException Unfit(ref Utf8JsonReader reader, string typeName, string wanted) =>
        new($"JSON {Word(reader.TokenType)} was found where {typeName} needs {wanted}. Return a value of that form, or declare another type.");

    public static PayloadException Unfit(string text, string typeName) =>
        new($"The JSON value '{(text.Length > 60 ? text[..60] + "…" : text)}' is no {typeName}. Return a value of that form, or declare another type.");

    private static string Word(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "array",
        JsonTokenType.StartObject => "object",
        JsonTokenType.String => "string",
        JsonTokenType.Number => "number",
        JsonTokenType.True or JsonTokenType.False => "true/false",
        JsonTokenType.Null => "null",
        JsonTokenType.PropertyName => "property name",
        _ => token.ToString(),
    };
}
