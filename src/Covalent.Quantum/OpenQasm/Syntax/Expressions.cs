namespace Covalent.Quantum.OpenQasm.Syntax;

/// <summary>An expression of a program, not yet evaluated.</summary>
internal abstract record Expression(SourceLocation Location);

internal sealed record NumberExpression(double Value, bool IsInteger, SourceLocation Location) : Expression(Location);

internal sealed record NameExpression(string Name, SourceLocation Location) : Expression(Location);

internal sealed record UnaryExpression(string Operator, Expression Operand, SourceLocation Location) : Expression(Location);

internal sealed record BinaryExpression(string Operator, Expression Left, Expression Right, SourceLocation Location) : Expression(Location);

internal sealed record CallExpression(string Function, IReadOnlyList<Expression> Arguments, SourceLocation Location) : Expression(Location);
