using System.ComponentModel;
using System.Diagnostics;
using Covalent.Core.Leptons;

namespace Covalent.Core.Files;

/// <summary>Other hosts over SSH: by <c>rsync</c>, which continues and checks by itself, else by <c>scp</c>. Login, keys and ports are those of the
/// account's own SSH configuration on the machine where the task runs.</summary>
internal sealed class RsyncStrategy : IFileStrategy
{
    public Task DownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken) => RunAsync(from, Remote(from), to, progress, cancellationToken);

    public Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken) => RunAsync(to, from, Remote(to), progress, cancellationToken);

    /// <summary>The command line.</summary>
    internal static (string Program, string[] Arguments) CommandFor(Uri address, string from, string to, Func<string, string?> find)
    {
        var ssh = Environment.GetEnvironmentVariable("COVALENT_SSH") ?? "ssh";
        var port = address.Port > 0 ? $" -p {address.Port}" : "";
        return find("rsync") is { } rsync
            ? (rsync, ["--archive", "--compress", "--partial", "--checksum", "--rsh", $"{ssh} -o BatchMode=yes{port}", "--", from, to])
            : find("scp") is { } scp
                ? (scp, ["-r", "-p", "-o", "BatchMode=yes", .. address.Port > 0 ? ["-P", address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)] : Array.Empty<string>(), "--", from, to])
                : throw new CovalentException($"Neither rsync nor scp is installed on {Environment.MachineName}, and one of them is needed for '{address}'. Install rsync there.");
    }

    private static string Remote(Uri address)
    {
        var user = address.UserInfo.Length == 0 ? "" : Uri.UnescapeDataString(address.UserInfo) + "@";
        var path = Uri.UnescapeDataString(address.AbsolutePath);
        // As in other tools, /~/ begins at the login's home.
        return $"{user}{address.Host}:{(path.StartsWith("/~/", StringComparison.Ordinal) ? path[3..] : path)}";
    }

    private static async Task RunAsync(Uri address, string from, string to, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var (program, arguments) = CommandFor(address, from, to, ProgramSearch.Find);
        try
        {
            var exit = await ChildProcess.RunAsync(new ProcessStartInfo(program, arguments), keepOutput: false, holdInput: false, cancellationToken).ConfigureAwait(false);
            if (exit.Code != 0)
            {
                throw new CovalentException($"{Path.GetFileName(program)} could not copy '{from}' to '{to}' (exit code {exit.Code}): {exit.Errors.Trim()}");
            }
        }
        catch (Win32Exception e)
        {
            throw new CovalentException($"{program} could not be started on {Environment.MachineName}: {e.Message}", e);
        }

        progress.Report(1);
    }
}
