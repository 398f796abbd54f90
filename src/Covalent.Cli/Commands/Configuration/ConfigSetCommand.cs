using System.CommandLine;

namespace Covalent.Cli.Commands.Configuration;

/// <summary><c>covalent config set</c> and <c>unset</c>: one key of the file, under its lock.</summary>
internal static class ConfigSetCommand
{
    public static Command Create(CommandHost host)
    {
        var key = ConfigurationKeyArgument.Create();
        var value = new Argument<string>("VALUE") { Description = "The value, as the key's kind is written: 48009, true, 30d, a text." };
        var command = new VerbCommand("set", "Set one key in the configuration file.", "config set dispatcher.port 48009", "config set executors.slurm.address login.cluster.org") { key, value };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(key);
            var configuration = await host.Configuration().SetAsync(name, parsed.GetRequiredValue(value), cancellationToken).ConfigureAwait(false);
            await host.Terminal.Error.WriteLineAsync($"{name} is set in {configuration.File}.").ConfigureAwait(false);
            await WarnAboutEnvironmentAsync(host, configuration, name).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }

    public static Command CreateUnset(CommandHost host)
    {
        var key = ConfigurationKeyArgument.Create();
        var command = new VerbCommand("unset", "Take one key out of the configuration file, so that its default holds again.", "config unset dispatcher.port") { key };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(key);
            var configuration = await host.Configuration().RemoveAsync(name, cancellationToken).ConfigureAwait(false);
            await host.Terminal.Error.WriteLineAsync($"{name} is not set in {configuration.File} any more.").ConfigureAwait(false);
            await WarnAboutEnvironmentAsync(host, configuration, name).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task WarnAboutEnvironmentAsync(CommandHost host, CovalentConfiguration configuration, string name)
    {
        if (configuration.Describe().FirstOrDefault(e => $"{e.Section}.{e.Name}" == name) is { Origin: { Kind: ConfigurationOriginKind.Environment } origin })
        {
            await host.Terminal.Error.WriteLineAsync($"Warning: {origin} overrides it here.").ConfigureAwait(false);
        }
    }
}
