namespace Covalent.Executors.Channels.Ssh;

/// <summary>Reads OpenSSH client configurations (<c>~/.ssh/config</c>): Host and Match blocks, Include, first value wins.</summary>
/// <remarks>Of Match, <c>all</c>, <c>host</c>, <c>originalhost</c> and <c>user</c> are understood; a Match with other criteria (<c>exec</c>) never applies.</remarks>
/// <param name="open">Opens the files an Include pattern names, in order; each as its text.</param>
internal sealed class SshConfig(Func<string, IEnumerable<string>> open)
{
    private const int DeepestInclude = 16;

    /// <summary>The user's own configuration and the system's, as ssh reads them.</summary>
    public static SshHostSettings ResolveForUser(string host, string? user)
    {
        var config = new SshConfig(OpenIncluded);
        string[] texts = [.. new[] { LocalPath.Expand("~/.ssh/config"), "/etc/ssh/ssh_config" }.Where(File.Exists).Select(File.ReadAllText)];
        return config.Resolve(string.Join('\n', texts.Select(text => text + "\nMatch all")), host, user);
    }

    /// <summary>A configuration from one file, with its includes.</summary>
    public static SshHostSettings ResolveFrom(string file, string host, string? user) => new SshConfig(OpenIncluded).Resolve(File.ReadAllText(file), host, user);

    /// <summary>What the text says about a host.</summary>
    /// <param name="text">The configuration.</param>
    /// <param name="host">Name or alias as the caller gave it.</param>
    /// <param name="user">User the caller named; null when it is left to the configuration.</param>
    public SshHostSettings Resolve(string text, string host, string? user)
    {
        var found = new SshHostSettings { User = user };
        Apply(text, host, isActive: true, depth: 0, ref found);
        return SshConfigTokens.Expand(found, host);
    }

    private void Apply(string text, string host, bool isActive, int depth, ref SshHostSettings found)
    {
        bool outer = isActive;
        foreach (string raw in text.Split('\n'))
        {
            if (SshConfigLine.Parse(raw) is not { } line)
            {
                continue;
            }

            if (line.Keyword.Equals("Host", StringComparison.OrdinalIgnoreCase))
            {
                isActive = outer && HostPattern.MatchesAny(line.Arguments, host);
            }
            else if (line.Keyword.Equals("Match", StringComparison.OrdinalIgnoreCase))
            {
                isActive = outer && Matches(line.Arguments, host, found);
            }
            else if (isActive && line.Keyword.Equals("Include", StringComparison.OrdinalIgnoreCase))
            {
                Include(line.Arguments, host, depth, ref found);
            }
            else if (isActive)
            {
                found = found.With(line.Keyword, line.Arguments);
            }
        }
    }

    private void Include(IReadOnlyList<string> patterns, string host, int depth, ref SshHostSettings found)
    {
        if (depth >= DeepestInclude)
        {
            return;
        }

        foreach (string text in patterns.SelectMany(open))
        {
            Apply(text, host, isActive: true, depth + 1, ref found);
        }
    }

    private static bool Matches(IReadOnlyList<string> criteria, string host, SshHostSettings found)
    {
        bool matches = criteria.Count > 0;
        for (int i = 0; i < criteria.Count && matches; i++)
        {
            bool negated = criteria[i].StartsWith('!');
            string name = criteria[i].TrimStart('!').ToLowerInvariant();
            if (name == "all")
            {
                matches = !negated;
                continue;
            }

            string? subject = name switch { "originalhost" => host, "host" => found.HostName ?? host, "user" => found.User ?? Environment.UserName, _ => null };
            matches = subject is not null && ++i < criteria.Count && HostPattern.Matches(criteria[i], subject) != negated;
        }

        return matches;
    }

    private static IEnumerable<string> OpenIncluded(string pattern)
    {
        string path = pattern.StartsWith('~') || Path.IsPathRooted(pattern) ? LocalPath.Expand(pattern) : Path.Combine(LocalPath.Home, ".ssh", pattern);
        string? folder = Path.GetDirectoryName(path);
        if (folder is null || !Directory.Exists(folder))
        {
            return [];
        }

        return Directory.EnumerateFiles(folder, Path.GetFileName(path)).Order(StringComparer.Ordinal).Select(File.ReadAllText);
    }
}
