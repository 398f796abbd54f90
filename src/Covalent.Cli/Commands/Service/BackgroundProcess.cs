using System.Diagnostics;

namespace Covalent.Cli.Commands.Service;

/// <summary>Starts a program that outlives this one and its terminal, with its output in a file.</summary>
internal static class BackgroundProcess
{
    // A session of its own where there is setsid; otherwise at least deaf to the terminal's signals. The shell becomes the program, so the
    // process is the one that was started.
    private const string Script = """
        output="$0"
        if command -v setsid >/dev/null 2>&1; then exec setsid "$@" >"$output" 2>&1 </dev/null; fi
        trap '' HUP INT
        exec "$@" >"$output" 2>&1 </dev/null
        """;

    public static Process Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables, CommandHost host, string outputFile)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(command[0], command.Skip(1)) { CreateNoWindow = true }
            : new ProcessStartInfo("/bin/sh", ["-c", Script, outputFile, .. command]);
        start.UseShellExecute = false;
        start.WorkingDirectory = Path.GetDirectoryName(outputFile);
        start.Environment.Clear();
        foreach (var (name, value) in host.Sources.EnvironmentVariables.Concat(variables))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new CommandException(ExitCodes.Failure, $"{command[0]} could not be started.");
    }
}
