namespace Covalent.Quantum.OpenQasm.Syntax;

/// <summary>A place in a text, from 1:1.</summary>
internal readonly record struct SourceLocation(int Line, int Column);
