using System.CommandLine;

namespace Covalent.Cli;

/// <summary>What is wrong with a command line, in one sentence or two.</summary>
internal static class WrongUse
{
    private const int CloseEnough = 2;

    /// <summary>The first mistake: what follows from it says nothing new.</summary>
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var word, ..] && !word.StartsWith('-'))
        {
            var near = command.Subcommands.Select(static verb => verb.Name).OrderBy(name => Distance(word, name)).First();
            return $"'{word}' is not a verb here{(Distance(word, near) <= CloseEnough ? $"; did you mean '{near}'?" : ".")}";
        }

        // Lists of choices come one per line; a mistake is one sentence.
        return string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    // Insertions, deletions and replacements between two words.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
