using System.CommandLine;

namespace Covalent.Cli.Commands.Configuration;

/// <summary>The name of a key; the shell completes it from the schema.</summary>
internal static class ConfigurationKeyArgument
{
    public static Argument<string> Create()
    {
        var key = new Argument<string>("KEY") { Description = "Dotted key, such as dispatcher.port." };
        key.CompletionSources.Add(static _ => from section in ConfigurationSchema.BuiltIn.Sections
                                              from name in section.Keys
                                              select new System.CommandLine.Completions.CompletionItem($"{section.Path}.{name.Name}"));
        return key;
    }
}
