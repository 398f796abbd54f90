using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Service;

/// <summary>Brings a server up in the background and waits until it answers.</summary>
internal sealed class ServerStart(CommandHost host, ServerFolder folder)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <exception cref="CommandException">It does not come up; the message holds the server's own words.</exception>
    public async Task<ServerRecord> RunAsync(ServerSettings settings, TimeSpan patience, CancellationToken cancellationToken)
    {
        var command = ServerProgram.CommandLine(settings, folder);
        using var process = BackgroundProcess.Start(command, settings.Variables, host, folder.OutputFile);
        using var abandoned = cancellationToken.Register(static started => Abandon((Process)started!), process);
        var start = host.Clock.GetTimestamp();
        while (true)
        {
            if (folder.FindRunning() is { } record && record.Process.Id == process.Id)
            {
                return record;
            }

            if (process.HasExited)
            {
                throw new CommandException(ExitCodes.Unavailable, await LastWordsAsync(process, cancellationToken).ConfigureAwait(false));
            }

            if (host.Clock.GetElapsedTime(start) > patience)
            {
                process.Kill(entireProcessTree: true);
                throw new CommandException(ExitCodes.Unavailable, $"The server did not get ready within {patience.TotalSeconds:0} seconds and was stopped. Look at {folder.LogFile}, or wait longer with --timeout.");
            }

            await Task.Delay(Pause, host.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes sure of what can be known before: the folder can be written, and a port that was asked for is free.</summary>
    /// <exception cref="CommandException">It cannot, or is not.</exception>
    public void Prepare(ServerSettings settings)
    {
        try
        {
            Directory.CreateDirectory(folder.Logs);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.Unavailable, $"The data folder {folder.Path} cannot be used: {e.Message} Make it writable, or choose another with --data or dispatcher.data_dir.");
        }

        if (settings.Port is { } port and not 0 && !IsFree(port))
        {
            throw new CommandException(ExitCodes.Unavailable, $"Port {port} is taken{PortOwner.Describe(port)}. Choose another with --port, 0 for any; without --port the next free one is used.");
        }
    }

    // Whoever interrupts the start does not want the server.
    private static void Abandon(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException)
        {
            // Whatever else is wrong with it, the server says it better.
            return true;
        }
    }

    private async Task<string> LastWordsAsync(Process process, CancellationToken cancellationToken)
    {
        var text = File.Exists(folder.OutputFile) ? (await File.ReadAllTextAsync(folder.OutputFile, cancellationToken).ConfigureAwait(false)).Trim() : "";
        return text.Length > 0 ? text : $"The server ended at once with exit code {process.ExitCode} and said nothing. Run 'covalent start --foreground' to see more.";
    }
}
