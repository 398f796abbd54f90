using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Covalent.Cli.Commands.Service;

/// <summary>Turns this process into another program where the system can do that, so that signals and exit codes are that program's own.</summary>
internal static partial class ForegroundProcess
{
    /// <returns>The exit code; on Unix this only returns by throwing.</returns>
    public static async Task<int> BecomeAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        if (!OperatingSystem.IsWindows())
        {
            // The runtime keeps its own copy of the environment, so the new one is passed explicitly.
            var environment = Environment.GetEnvironmentVariables();
            string?[] variablesNow = [.. environment.Keys.Cast<string>().Select(name => $"{name}={environment[name]}"), null];
            _ = Execute(command[0], [.. command, null], variablesNow);
            throw new CommandException(ExitCodes.Failure, $"{command[0]} could not be started: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
        }

        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false })!;
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode;
    }

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Execute(string path, string?[] arguments, string?[] environment);
}
