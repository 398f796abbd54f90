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
            var name = ConfigurationKeyArgument.Check(parsed.GetRequiredValue(key));
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
            var name = ConfigurationKeyArgument.Check(parsed.GetRequiredValue(key));
            var before = host.Configuration();
            var text = TextOf(before.File);
            var configuration = await before.RemoveAsync(name, cancellationToken).ConfigureAwait(false);
            await host.Terminal.Error.WriteLineAsync(text != TextOf(before.File) ? $"{name} is not set in {configuration.File} any more." : $"{name} was not set in {configuration.File}; nothing changed.").ConfigureAwait(false);
            await WarnAboutEnvironmentAsync(host, configuration, name).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }

    private static string TextOf(string file) => File.Exists(file) ? File.ReadAllText(file) : "";

    private static async Task WarnAboutEnvironmentAsync(CommandHost host, CovalentConfiguration configuration, string name)
    {
        if (configuration.Describe().FirstOrDefault(e => $"{e.Section}.{e.Name}" == name) is { Origin: { Kind: ConfigurationOriginKind.Environment } origin })
        {
            await host.Terminal.Error.WriteLineAsync($"Warning: {origin} overrides it here.").ConfigureAwait(false);
        }
    }
}
