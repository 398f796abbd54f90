using System.CommandLine;

namespace Covalent.Cli.Commands;

/// <summary>A verb with examples, which its help shows.</summary>
internal sealed class VerbCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines without the word <c>covalent</c>.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON for programs." };

    public static Option<bool> YesOption() => new("--yes", "-y") { Description = "Do not ask." };
}
