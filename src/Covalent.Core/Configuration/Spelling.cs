namespace Covalent.Core.Configuration;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
internal static class Spelling
{
    /// <summary>The candidate within a third of the word's length in edits; <see langword="null"/> if none is that near.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, Math.Min(word.Length, 40) / 3);
        return candidates
            .Select(c => (Candidate: c, Edits: Distance(Plain(word), Plain(c))))
            .Where(p => p.Edits <= limit)
            .OrderBy(p => p.Edits)
            .Select(p => p.Candidate)
            .FirstOrDefault();
    }

    private static string Plain(string word) => (word.Length > 64 ? word[..64] : word).Replace('-', '_').ToUpperInvariant();

    /// <summary>Insertions, deletions, replacements and swaps of neighbours needed to turn one word into the other.</summary>
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            table[i, 0] = i;
        }
        for (var j = 0; j <= b.Length; j++)
        {
            table[0, j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }
        return table[a.Length, b.Length];
    }
}
