using Covalent.Core.Configuration;

namespace Covalent.Cli.Commands.Configuration;

/// <summary>Where the configuration file is, also when it cannot be read.</summary>
internal static class ConfigurationPath
{
    public static string Of(CommandHost host) =>
        Path.GetFullPath(host.Sources.File ?? Path.Combine(new ConfigurationFolders(host.Sources).Configuration, "covalent.conf"));
}
