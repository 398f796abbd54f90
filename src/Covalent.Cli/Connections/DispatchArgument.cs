using System.CommandLine;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Connections;

/// <summary>Dispatch ids on the command line: refused before anything is done with them unless they can be ids.</summary>
internal static class DispatchArgument
{
    private const int Longest = 200;

    public static Argument<string> One()
    {
        var argument = new Argument<string>("ID") { Description = "Dispatch id, or enough of its beginning." };
        argument.Validators.Add(result => Check(result.Tokens.Select(static token => token.Value), result.AddError));
        return argument;
    }

    public static Argument<string[]> Some()
    {
        var argument = new Argument<string[]>("ID") { Description = "Dispatch ids, or enough of their beginnings.", Arity = ArgumentArity.OneOrMore };
        argument.Validators.Add(result => Check(result.Tokens.Select(static token => token.Value), result.AddError));
        return argument;
    }

    private static void Check(IEnumerable<string> ids, Action<string> addError)
    {
        if (ids.FirstOrDefault(static id => !CanBeId(id)) is { } wrong)
        {
            addError($"'{Printable.Line(wrong, 60)}' cannot be a dispatch id: ids are up to {Longest} letters, digits, '-' and '_'. 'covalent list' shows them.");
        }
    }

    private static bool CanBeId(string text) => text.Length is > 0 and <= Longest && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
