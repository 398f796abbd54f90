using Covalent.Core.Execution;

namespace Covalent.Cli.Commands.Service;

/// <summary>The server that was shipped beside this tool.</summary>
internal static class ServerProgram
{
    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "server", "covalent-server.dll");

    /// <summary>The command line that runs it on a data folder.</summary>
    /// <exception cref="CommandException">It is not there.</exception>
    public static IReadOnlyList<string> CommandLine(ServerSettings settings, ServerFolder folder) => CommandLine(["--data", folder.Path, .. settings.Arguments()]);

    /// <inheritdoc cref="CommandLine(ServerSettings, ServerFolder)"/>
    public static IReadOnlyList<string> CommandLine(IReadOnlyList<string> arguments)
    {
        if (!File.Exists(Assembly))
        {
            throw new CommandException(ExitCodes.Failure, $"The server is not where this tool brings it: {Assembly} is missing. Install the tool again.");
        }

        return [DotnetHost.Path ?? "dotnet", "exec", Assembly, .. arguments];
    }
}
