using System.Text;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>One line of an OpenSSH client configuration: <c>Keyword arguments</c> or <c>Keyword=arguments</c>.</summary>
internal readonly record struct SshConfigLine(string Keyword, IReadOnlyList<string> Arguments)
{
    /// <summary>Null for blank lines and comments.</summary>
    public static SshConfigLine? Parse(string line)
    {
        string text = line.Trim();
        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }

        int end = text.AsSpan().IndexOfAny(" \t=");
        if (end <= 0)
        {
            return end == 0 ? null : new SshConfigLine(text, []);
        }

        string rest = text[end..].TrimStart();
        return new SshConfigLine(text[..end], Split(rest.StartsWith('=') ? rest[1..] : rest));
    }

    private static List<string> Split(string text)
    {
        var arguments = new List<string>();
        var word = new StringBuilder();
        bool quoted = false, any = false;
        foreach (char c in text)
        {
            if (c == '"')
            {
                quoted = !quoted;
                any = true;
            }
            else if (c is ' ' or '\t' && !quoted)
            {
                Take();
            }
            else if (c == '#' && !quoted && !any)
            {
                break;
            }
            else
            {
                word.Append(c);
                any = true;
            }
        }

        Take();
        return arguments;

        void Take()
        {
            if (any)
            {
                arguments.Add(word.ToString());
                word.Clear();
                any = false;
            }
        }
    }
}
