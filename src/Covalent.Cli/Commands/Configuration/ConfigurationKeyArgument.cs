using System.CommandLine;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Configuration;

/// <summary>The name of a key; the shell completes it from the schema.</summary>
internal static class ConfigurationKeyArgument
{
    public static Argument<string> Create()
    {
        var key = new Argument<string>("KEY") { Description = "Dotted key, such as dispatcher.port.", HelpName = "KEY" };
        key.CompletionSources.Add(static _ => from section in ConfigurationSchema.BuiltIn.Sections
                                              from name in section.Keys
                                              select new System.CommandLine.Completions.CompletionItem($"{section.Path}.{name.Name}"));
        return key;
    }

    /// <exception cref="CommandException">It is the name of a section or of nothing.</exception>
    public static string Check(string name) => name.Contains('.', StringComparison.Ordinal)
        ? name
        : throw new CommandException(ExitCodes.NotFound, $"'{Printable.Line(name, 60)}' is no key; keys are written with their section, such as dispatcher.port. 'covalent config show --defaults' lists them.");
}
