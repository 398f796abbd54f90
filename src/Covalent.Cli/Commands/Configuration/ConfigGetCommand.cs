using System.CommandLine;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Configuration;

/// <summary><c>covalent config get</c>: one value as TOML, its origin on standard error.</summary>
internal static class ConfigGetCommand
{
    public static Command Create(CommandHost host)
    {
        var key = ConfigurationKeyArgument.Create();
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("get", "Print the value of one key.", "config get dispatcher.port", "config get executors.slurm.options.nodes --json") { key, json };
        command.SetAction(async (parsed, _) =>
        {
            var name = parsed.GetRequiredValue(key);
            var entry = host.Configuration().Describe().FirstOrDefault(e => $"{e.Section}.{e.Name}" == name)
                ?? throw new CommandException(ExitCodes.NotFound, $"There is no key '{name}'. 'covalent config show --defaults' lists all.");
            if (parsed.GetValue(json))
            {
                await Json.WriteAsync(host.Terminal, writer => ConfigShowCommand.Write(writer, entry)).ConfigureAwait(false);
                return ExitCodes.Success;
            }

            if (entry.Value is null)
            {
                throw new CommandException(ExitCodes.NotYet, $"{name} is not set and has no default.");
            }

            await host.Terminal.Out.WriteLineAsync(Plain(entry.Value)).ConfigureAwait(false);
            await host.Terminal.Error.WriteLineAsync($"from {entry.Origin}").ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }

    // Scripts want the text itself; a text that needs escapes stays as TOML.
    private static string Plain(string toml) => toml is ['"', .. var text, '"'] && !text.Contains('\\', StringComparison.Ordinal) ? text : toml;
}
