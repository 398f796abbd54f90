namespace Covalent.Executors.Channels.Ssh;

/// <summary>The patterns of OpenSSH: <c>*</c> and <c>?</c>, lists with commas, <c>!</c> for exceptions.</summary>
internal static class HostPattern
{
    /// <summary>Whether a comma-separated list matches: some pattern does, and no exception does.</summary>
    public static bool Matches(string list, string host) => MatchesAny(list.Split(',', StringSplitOptions.RemoveEmptyEntries), host);

    /// <summary>Whether a list of patterns matches.</summary>
    public static bool MatchesAny(IEnumerable<string> patterns, string host)
    {
        bool matched = false;
        foreach (string pattern in patterns)
        {
            bool isException = pattern.StartsWith('!');
            if (MatchesOne(isException ? pattern.AsSpan(1) : pattern, host))
            {
                if (isException)
                {
                    return false;
                }

                matched = true;
            }
        }

        return matched;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, ReadOnlySpan<char> host)
    {
        // Greedy with one point to go back to: linear in practice, never exponential.
        int p = 0, h = 0, star = -1, mark = 0;
        while (h < host.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = h;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(host[h])))
            {
                p++;
                h++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                h = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
