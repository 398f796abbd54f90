namespace Covalent.Quantum.OpenQasm.Syntax;

/// <summary>Cuts an OpenQASM text into tokens; the same tokens serve versions 2 and 3.</summary>
internal sealed class Lexer(string text, string? fileName)
{
    private const string Symbols = ";,(){}[]+-*/^=<>!:@&|%~";

    private static readonly string[] LongSymbols = ["->", "==", "!=", "<=", ">=", "**", "&&", "||", "<<", ">>", "++", "+=", "-="];

    private static readonly string[] SingleSymbols = [.. Symbols.Select(static symbol => symbol.ToString())];

    /// <summary>Names occur again and again; each is one string.</summary>
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    private int position;

    private int line = 1;

    private int lineStart;

    private SourceLocation Here => new(line, position - lineStart + 1);

    private char Current => position < text.Length ? text[position] : '\0';

    private char Next => position + 1 < text.Length ? text[position + 1] : '\0';

    /// <summary>The next token; after the last one, again and again the end.</summary>
    public Token Read()
    {
        SkipBlanks();
        return position < text.Length ? ReadToken() : new(TokenKind.End, "", Here);
    }

    private Token ReadToken()
    {
        var start = Here;
        return Current switch
        {
            '"' => new(TokenKind.Text, ReadText(start), start),
            _ when char.IsAsciiDigit(Current) || (Current == '.' && char.IsAsciiDigit(Next)) => ReadNumber(start),
            _ when IsNameStart(Current) => new(TokenKind.Identifier, ReadName(), start),
            _ => new(TokenKind.Symbol, ReadSymbol(start), start),
        };
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '$';

    private string ReadText(SourceLocation start)
    {
        var end = text.IndexOf('"', position + 1);
        if (end < 0 || text.AsSpan(position, end - position).Contains('\n'))
        {
            throw Error("the quoted text is not closed on its line", start);
        }

        var content = text[(position + 1)..end];
        position = end + 1;
        return content;
    }

    private Token ReadNumber(SourceLocation start)
    {
        var begin = position;
        var isReal = false;
        SkipDigits();
        if (Current == '.')
        {
            isReal = true;
            position++;
            SkipDigits();
        }

        if (Current is 'e' or 'E' && (char.IsAsciiDigit(Next) || (Next is '+' or '-' && position + 2 < text.Length && char.IsAsciiDigit(text[position + 2]))))
        {
            isReal = true;
            position += 2;
            SkipDigits();
        }

        return IsNameStart(Current)
            ? throw Error($"'{text[begin..(position + 1)]}' is neither a number nor a name", start)
            : new(isReal ? TokenKind.Real : TokenKind.Integer, text[begin..position], start);
    }

    private string ReadSymbol(SourceLocation start)
    {
        var single = Symbols.IndexOf(Current, StringComparison.Ordinal);
        if (single < 0)
        {
            throw Error($"unexpected character '{Current}' (U+{(int)Current:X4})", start);
        }

        if (Next is '=' or '>' or '*' or '&' or '|' or '<' or '+')
        {
            foreach (var symbol in LongSymbols)
            {
                if (text.AsSpan(position).StartsWith(symbol, StringComparison.Ordinal))
                {
                    position += symbol.Length;
                    return symbol;
                }
            }
        }

        position++;
        return SingleSymbols[single];
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current))
        {
            position++;
        }
    }

    private string ReadName()
    {
        var begin = position++;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] == '_'))
        {
            position++;
        }

        var name = text.AsSpan(begin, position - begin);
        var known = names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(name, out var interned))
        {
            return interned;
        }

        interned = name.ToString();
        names.Add(interned);
        return interned;
    }

    private void SkipBlanks()
    {
        while (position < text.Length)
        {
            if (Current == '\n')
            {
                line++;
                lineStart = ++position;
            }
            else if (char.IsWhiteSpace(Current) || Current == '\uFEFF')
            {
                position++;
            }
            else if (Current == '/' && Next == '/')
            {
                position = text.IndexOf('\n', position) is var end and >= 0 ? end : text.Length;
            }
            else if (Current == '/' && Next == '*')
            {
                SkipBlockComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipBlockComment()
    {
        var start = Here;
        var end = text.IndexOf("*/", position + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Error("the comment is not closed", start);
        }

        for (; position < end + 2; position++)
        {
            if (Current == '\n')
            {
                line++;
                lineStart = position + 1;
            }
        }
    }

    private OpenQasmException Error(string message, SourceLocation at) => new($"{message}.", at.Line, at.Column, fileName);
}
