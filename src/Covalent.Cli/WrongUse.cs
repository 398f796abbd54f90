using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

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

        if (command is { Subcommands.Count: > 0, Action: null } && parsed.UnmatchedTokens.Count == 0)
        {
            return $"'{command.Name}' needs one more word: {string.Join(", ", command.Subcommands.Select(static verb => verb.Name))}.";
        }

        return WrongValue(parsed.Errors[0]) ?? OneLine(parsed.Errors[0].Message);
    }

    // The parser's own words name types of the program, which say nothing to people.
    private static string? WrongValue(ParseError error) => error switch
    {
        _ when !error.Message.Contains("as expected type", StringComparison.Ordinal) => null,
        { SymbolResult: OptionResult { Option: var option } result } => Say(result, option.Name, option.ValueType),
        { SymbolResult: ArgumentResult { Parent: OptionResult { Option: var option } } result } => Say(result, option.Name, option.ValueType),
        { SymbolResult: ArgumentResult { Argument: var argument } result } => Say(result, argument.Name, argument.ValueType),
        _ => null,
    };

    private static string Say(SymbolResult result, string name, Type type)
    {
        var kind = type.IsArray ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type;
        var wrong = result.Tokens.Select(static token => token.Value).FirstOrDefault(value => !Fits(value, kind)) ?? result.Tokens[0].Value;
        return $"'{wrong}' cannot be the value of {name}; write {Form(kind)}.";
    }

    private static bool Fits(string value, Type kind) => kind switch
    {
        { IsEnum: true } => Enum.TryParse(kind, value, ignoreCase: true, out _),
        _ when kind == typeof(int) || kind == typeof(long) => long.TryParse(value, CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    private static string Form(Type kind) => kind switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(kind).Where(static word => word is not "None").Select(static word => word.ToLowerInvariant()))}",
        _ when kind == typeof(DateTimeOffset) => "a moment such as 2026-12-01T06:00Z",
        _ when kind == typeof(double) => "a number",
        _ => "a whole number",
    };

    // Lists of choices come one per line; a mistake is one sentence.
    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

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
