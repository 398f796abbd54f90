using System.Globalization;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Service;

/// <summary>Who listens on a port of this machine, as far as the system tells.</summary>
internal static class PortOwner
{
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Text to add to "Port N is taken"; empty when nothing is known.</summary>
    public static string Describe(int port)
    {
        try
        {
            return FindProcess(port) is { } process ? $" by process {process.Id} ({process.Command})" : " by another program";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return " by another program";
        }
    }

    private static (int Id, string Command)? FindProcess(int port)
    {
        var sockets = SocketsOf(port);
        if (sockets.Count == 0)
        {
            return null;
        }

        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Holds(directory, sockets))
            {
                return (id, CommandOf(directory));
            }
        }

        return null;
    }

    // The kernel's table: local address and port in hexadecimal, state 0A for listening, and in the tenth column the socket's inode.
    private static HashSet<string> SocketsOf(int port)
    {
        var wanted = $":{port:X4}";
        return [.. from table in Tables
                   where File.Exists(table)
                   from line in File.ReadLines(table).Skip(1)
                   let columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                   where columns.Length > 9 && columns[3] == "0A" && columns[1].EndsWith(wanted, StringComparison.Ordinal)
                   select $"socket:[{columns[9]}]"];
    }

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that just ended.
            return false;
        }
    }

    // A server of ours is named by its data folder, anything else by its program.
    private static string CommandOf(string process)
    {
        var arguments = File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var isServer = arguments.Any(static argument => Path.GetFileNameWithoutExtension(argument) == "covalent-server");
        var data = Array.IndexOf(arguments, "--data");
        return isServer && data >= 0 && data + 1 < arguments.Length
            ? $"the Covalent server of {arguments[data + 1]}"
            : Interaction.Printable.Line(Path.GetFileName(arguments.FirstOrDefault() ?? "unknown"), 60);
    }
}
