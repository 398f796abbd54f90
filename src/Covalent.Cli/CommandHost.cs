using Covalent.Cli.Interaction;

namespace Covalent.Cli;

/// <summary>What commands get from outside, so that tests can give them something else.</summary>
/// <param name="Terminal">Where they read and write.</param>
/// <param name="Sources">Where the configuration is read from, the environment included.</param>
/// <param name="Clock">The time.</param>
internal sealed record CommandHost(Terminal Terminal, ConfigurationSources Sources, TimeProvider Clock)
{
    /// <summary>This process's own.</summary>
    public static CommandHost Process() => new(Terminal.Process(), new ConfigurationSources(), TimeProvider.System);

    /// <summary>A variable of the environment; null when it is unset or empty.</summary>
    public string? Variable(string name) => Sources.EnvironmentVariables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The configuration as it is now.</summary>
    /// <exception cref="ConfigurationException">Something in it is wrong.</exception>
    public CovalentConfiguration Configuration() => CovalentConfiguration.Load(Sources);
}
