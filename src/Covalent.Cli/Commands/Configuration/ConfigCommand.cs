using System.CommandLine;

namespace Covalent.Cli.Commands.Configuration;

/// <summary><c>covalent config</c>: what holds, where it comes from, and changing it.</summary>
internal static class ConfigCommand
{
    public static Command Create(CommandHost host)
    {
        var show = ConfigShowCommand.Create(host);
        var command = new VerbCommand("config", "Show and change the configuration.", "config", "config show executors.slurm", "config set dispatcher.retention 30d", "config path")
        {
            show,
            ConfigGetCommand.Create(host),
            ConfigSetCommand.Create(host),
            ConfigSetCommand.CreateUnset(host),
            PathCommand(host),
        };
        command.SetAction((parsed, cancellationToken) => show.Parse([]).InvokeAsync(parsed.InvocationConfiguration, cancellationToken));
        return command;
    }

    private static VerbCommand PathCommand(CommandHost host)
    {
        var command = new VerbCommand("path", "Print the path of the configuration file, whether it exists or not.", "config path");
        command.SetAction(async (_, _) =>
        {
            await host.Terminal.Out.WriteLineAsync(ConfigurationPath.Of(host)).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }
}
