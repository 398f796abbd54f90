namespace Covalent.Quantum.OpenQasm.Syntax;

internal enum TokenKind
{
    Identifier,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with point or exponent.</summary>
    Real,

    Text,

    /// <summary>Punctuation or operator; the token's text tells which.</summary>
    Symbol,

    End,
}

/// <summary>The smallest piece of a program.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, SourceLocation Location)
{
    public bool Is(string text) => Kind is TokenKind.Symbol or TokenKind.Identifier && Text == text;

    public override string ToString() => Kind switch
    {
        TokenKind.End => "end of text",
        TokenKind.Text => $"\"{Text}\"",
        _ => $"'{Text}'",
    };
}
