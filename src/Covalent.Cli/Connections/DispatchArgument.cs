using System.CommandLine;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Connections;

/// <summary>Dispatch ids on the command line: refused before anything is done with them unless they can be ids.</summary>
internal static class DispatchArgument
{
    private const int Longest = 200;

    /// <param name="name">Its name in the help.</param>
    /// <param name="what">What it is the id of, for messages.</param>
    /// <param name="lister">The command that shows them.</param>
    public static Argument<string> One(string name = "ID", string what = "dispatch id", string lister = "covalent list")
    {
        var argument = new Argument<string>(name) { Description = "Dispatch id, or enough of its beginning." };
        argument.Validators.Add(result => Check(result.Tokens.Select(static token => token.Value), what, lister, result.AddError));
        return argument;
    }

    public static Argument<string[]> Some()
    {
        var argument = new Argument<string[]>("ID") { Description = "Dispatch ids, or enough of their beginnings.", Arity = ArgumentArity.OneOrMore };
        argument.Validators.Add(result => Check(result.Tokens.Select(static token => token.Value), "dispatch id", "covalent list", result.AddError));
        return argument;
    }

    private static void Check(IEnumerable<string> ids, string what, string lister, Action<string> addError)
    {
        if (ids.FirstOrDefault(static id => !CanBeId(id)) is { } wrong)
        {
            addError($"'{Printable.Line(wrong, 60)}' cannot be a {what}: ids are up to {Longest} letters, digits, '-' and '_'. '{lister}' shows them.");
        }
    }

    private static bool CanBeId(string text) => text.Length is > 0 and <= Longest && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
