using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Covalent.Core.Configuration;

/// <summary>The text of one file and what stands where in it. Only the syntax tree of the TOML library is used:
/// its object mapping would need reflection, and positions and comments would be lost.</summary>
internal sealed class TomlSource
{
    /// <summary>Longer than any configuration; protects from being pointed at a database or a log.</summary>
    public const int LengthLimit = 4 * 1024 * 1024;

    private TomlSource(string text, string file, DocumentSyntax document)
    {
        Text = text;
        File = file;
        Document = document;
        (Leaves, Headers) = TomlFlattener.Flatten(document);
    }

    public string Text { get; }

    public string File { get; }

    public DocumentSyntax Document { get; }

    /// <summary>Every value with its full key; inline tables are opened, lists are not.</summary>
    public IReadOnlyList<TomlLeaf> Leaves { get; }

    /// <summary>Every <c>[section]</c> line, and every empty inline table.</summary>
    public IReadOnlyList<TomlHeader> Headers { get; }

    /// <exception cref="ConfigurationException">The text is not TOML; every mistake the parser found is named.</exception>
    public static TomlSource Parse(string text, string file)
    {
        if (text.Length > LengthLimit)
        {
            throw new ConfigurationException(new ConfigurationProblem(file, 0, 0, $"the file is larger than {LengthLimit / 1024 / 1024} MB; this is not a configuration file."));
        }
        var document = ParseDocument(text, file);
        return document.HasErrors
            ? throw new ConfigurationException(TomlMistakes.Describe(document.Diagnostics, text, file))
            : new(text, file, document);
    }

    private static DocumentSyntax ParseDocument(string text, string file)
    {
        try
        {
            return SyntaxParser.Parse(text, file, validate: true);
        }
        catch (TomlException nested)
        {
            throw new ConfigurationException(new ConfigurationProblem(file, 0, 0, "lists or tables are nested more than 64 deep; flatten them."), nested);
        }
        catch (ArgumentOutOfRangeException brokenOff)
        {
            // The parser looks for the character after a backslash and the file has ended.
            throw new ConfigurationException(new ConfigurationProblem(file, text.AsSpan().Count('\n') + 1, 1, "not valid TOML: the file ends inside quotes; close them."), brokenOff);
        }
    }
}

/// <summary>One value: its key, the value, and its place in the text.</summary>
internal sealed record TomlLeaf(KeyPath Path, object Value, KeyValueSyntax Syntax)
{
    public int Line => Syntax.Span.Start.Line + 1;

    public int Column => Syntax.Span.Start.Column + 1;
}

/// <summary>One <c>[section]</c> line.</summary>
internal sealed record TomlHeader(KeyPath Path, bool IsArray, SyntaxNode Syntax)
{
    public int Line => Syntax.Span.Start.Line + 1;

    public int Column => Syntax.Span.Start.Column + 1;
}
