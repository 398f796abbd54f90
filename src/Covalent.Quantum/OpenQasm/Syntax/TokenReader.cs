using System.Globalization;

namespace Covalent.Quantum.OpenQasm.Syntax;

/// <summary>Walks through tokens, with the errors and the expression grammar that all versions share.</summary>
internal class TokenReader(Lexer lexer, string? fileName)
{
    private const int MaximumNesting = 256;

    private const int MaximumChain = 1000;

    private int nesting;

    protected Token Current { get; private set; } = lexer.Read();

    protected bool AtEnd => Current.Kind == TokenKind.End;

    protected Token Take()
    {
        var token = Current;
        Current = lexer.Read();
        return token;
    }

    protected bool TakeIf(string text)
    {
        if (!Current.Is(text))
        {
            return false;
        }

        _ = Take();
        return true;
    }

    protected Token Expect(string text) => Current.Is(text) ? Take() : throw Error($"expected '{text}', found {Current}", Current.Location);

    protected Token ExpectName(string what) =>
        Current.Kind == TokenKind.Identifier ? Take() : throw Error($"expected {what}, found {Current}", Current.Location);

    protected IReadOnlyList<T> List<T>(Func<T> item)
    {
        var items = new List<T> { item() };
        while (TakeIf(","))
        {
            items.Add(item());
        }

        return items;
    }

    protected OpenQasmException Error(string message, SourceLocation at) => new($"{message}.", at.Line, at.Column, fileName);

    /// <summary>Sums of products of signed powers; ^ (and **) binds tightest and to the right.</summary>
    protected Expression Expression()
    {
        var left = Product();
        for (var length = 1; Current.Is("+") || Current.Is("-"); length++)
        {
            left = Join(left, length, Take(), Product());
        }

        return left;
    }

    protected Operand Operand()
    {
        var name = ExpectName("a register or qubit");
        if (!TakeIf("["))
        {
            return new(name.Text, null, name.Location);
        }

        var index = Expression();
        _ = Expect("]");
        return new(name.Text, index, name.Location);
    }

    private Expression Product()
    {
        var left = Signed();
        for (var length = 1; Current.Is("*") || Current.Is("/"); length++)
        {
            left = Join(left, length, Take(), Signed());
        }

        return left;
    }

    private BinaryExpression Join(Expression left, int length, Token sign, Expression right) => length <= MaximumChain
        ? new(sign.Text, left, right, sign.Location)
        : throw Error($"an expression has more than {MaximumChain} operands in a row", sign.Location);

    private Expression Signed()
    {
        // Every way to nest passes here; a text must not be able to exhaust the stack.
        if (++nesting > MaximumNesting)
        {
            throw Error($"expressions are nested more than {MaximumNesting} deep", Current.Location);
        }

        var expression = Current.Is("-") || Current.Is("+") ? Negated() : Power();
        nesting--;
        return expression;
    }

    private Expression Negated()
    {
        var sign = Take();
        var operand = Signed();
        return sign.Text == "-" ? new UnaryExpression("-", operand, sign.Location) : operand;
    }

    private Expression Power()
    {
        var left = Atom();
        if (!Current.Is("^") && !Current.Is("**"))
        {
            return left;
        }

        var sign = Take();
        return new BinaryExpression("^", left, Signed(), sign.Location);
    }

    private Expression Atom()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Integer or TokenKind.Real:
                return new NumberExpression(Number(token), token.Kind == TokenKind.Integer, token.Location);
            case TokenKind.Identifier when Current.Is("("):
                _ = Take();
                var arguments = Current.Is(")") ? [] : List(Expression);
                _ = Expect(")");
                return new CallExpression(token.Text, arguments, token.Location);
            case TokenKind.Identifier:
                return new NameExpression(token.Text, token.Location);
            case TokenKind.Symbol when token.Text == "(":
                var inner = Expression();
                _ = Expect(")");
                return inner;
            default:
                throw Error($"expected a number, a name or '(', found {token}", token.Location);
        }
    }

    private double Number(Token token) =>
        double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Error($"the number {(token.Text.Length > 40 ? $"{token.Text.AsSpan(0, 40)}…" : token.Text)} is out of range", token.Location);
}
