namespace Covalent.Quantum.OpenQasm.Syntax;

/// <summary>A statement of a program. The family covers version 2; version 3 adds members and a parser of its own.</summary>
internal abstract record Statement(SourceLocation Location);

internal sealed record IncludeStatement(string File, SourceLocation Location) : Statement(Location);

/// <summary>qreg or creg.</summary>
internal sealed record RegisterDeclaration(string Name, bool IsQuantum, Expression? Size, SourceLocation Location) : Statement(Location);

/// <summary>gate or opaque; an opaque gate has no body.</summary>
internal sealed record GateDefinition(string Name, IReadOnlyList<string> Parameters, IReadOnlyList<string> Qubits, IReadOnlyList<Statement>? Body, SourceLocation Location)
    : Statement(Location);

/// <summary>A gate on qubits or whole registers, with modifiers such as <c>ctrl @</c> (version 3).</summary>
internal sealed record GateCall(string Name, IReadOnlyList<GateModifier> Modifiers, IReadOnlyList<Expression> Arguments, IReadOnlyList<Operand> Operands, SourceLocation Location)
    : Statement(Location);

internal enum GateModifierKind
{
    Control,
    NegativeControl,
    Inverse,
    Power,
}

internal sealed record GateModifier(GateModifierKind Kind, Expression? Argument, SourceLocation Location);

internal sealed record MeasureStatement(Operand Source, Operand Target, SourceLocation Location) : Statement(Location);

internal sealed record ResetStatement(Operand Target, SourceLocation Location) : Statement(Location);

/// <summary>No operands: all qubits.</summary>
internal sealed record BarrierStatement(IReadOnlyList<Operand> Operands, SourceLocation Location) : Statement(Location);

/// <summary>if (register == number) statement.</summary>
internal sealed record IfStatement(Expression Condition, IReadOnlyList<Statement> Then, IReadOnlyList<Statement> Else, SourceLocation Location) : Statement(Location);

/// <summary>A register, or one element of it.</summary>
internal sealed record Operand(string Name, Expression? Index, SourceLocation Location)
{
    public override string ToString() => Index is NumberExpression number ? $"{Name}[{number.Value}]" : Name;
}
