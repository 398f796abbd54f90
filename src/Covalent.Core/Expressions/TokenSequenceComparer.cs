namespace Covalent.Core.Expressions;

/// <summary>Compares expressions operation by operation, so that a recorded call finds its template by a span over a reused buffer.</summary>
internal sealed class TokenSequenceComparer : IEqualityComparer<Token[]>, IAlternateEqualityComparer<ReadOnlySpan<Token>, Token[]>
{
    public static TokenSequenceComparer Instance { get; } = new();

    public bool Equals(Token[]? x, Token[]? y) => x.AsSpan().SequenceEqual(y);

    public bool Equals(ReadOnlySpan<Token> alternate, Token[] other)
    {
        if (alternate.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < other.Length; i++)
        {
            if (!alternate[i].Equals(other[i]))
            {
                return false;
            }
        }

        return true;
    }

    public int GetHashCode(Token[] obj) => GetHashCode((ReadOnlySpan<Token>)obj);

    public int GetHashCode(ReadOnlySpan<Token> alternate)
    {
        var hash = alternate.Length;
        foreach (ref readonly var token in alternate)
        {
            hash = (hash * 397) ^ token.GetHashCode();
        }

        return hash;
    }

    public Token[] Create(ReadOnlySpan<Token> alternate) => alternate.ToArray();
}
