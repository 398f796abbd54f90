using System.Runtime.CompilerServices;

namespace Covalent.Core.Expressions;

/// <summary>One operation of a travelling expression.</summary>
/// <param name="Op">What to do.</param>
/// <param name="Number">Meaning depends on <paramref name="Op"/>.</param>
/// <param name="Subject">A type, method, constructor or field; null where the operation has none.</param>
internal readonly record struct Token(Op Op, int Number, object? Subject)
{
    // Runtime types and members are unique objects, so references decide; this runs once per recorded node.
    public bool Equals(Token other) => ReferenceEquals(Subject, other.Subject) && Number == other.Number && Op == other.Op;

    public override int GetHashCode() => (RuntimeHelpers.GetHashCode(Subject) * 31) + (Number << 8) + (int)Op;
}
