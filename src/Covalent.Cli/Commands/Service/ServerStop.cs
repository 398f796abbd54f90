using System.Diagnostics;
using System.Runtime.InteropServices;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Service;

/// <summary>Ends a server in good order; a process that merely has its number is left alone.</summary>
internal sealed partial class ServerStop(CommandHost host)
{
    private const int Terminate = 15;

    /// <exception cref="CommandException">It does not end in time, or may not be ended.</exception>
    public async Task RunAsync(ServerRecord server, TimeSpan patience, bool force, CancellationToken cancellationToken)
    {
        using var process = server.Process.Find();
        if (process is null)
        {
            return;
        }

        Ask(process);
        using var limit = new CancellationTokenSource(patience, host.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await InsistAsync(process, patience, force, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task InsistAsync(Process process, TimeSpan patience, bool force, CancellationToken cancellationToken)
    {
        if (!force)
        {
            throw new CommandException(ExitCodes.Unavailable, $"The server (process {process.Id}) did not stop within {patience.TotalSeconds:0} seconds. Wait longer with --timeout, or kill it with --force: nothing that finished is lost, and the rest goes on at the next start.");
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Ask(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            // There is no polite signal for a process without a window. The engine is made to be killed.
            process.Kill(entireProcessTree: true);
        }
        else if (Signal(process.Id, Terminate) != 0 && !process.HasExited)
        {
            throw new CommandException(ExitCodes.Unavailable, $"The server (process {process.Id}) cannot be stopped: {Marshal.GetLastPInvokeErrorMessage()}. Stop it as the user who started it.");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}
