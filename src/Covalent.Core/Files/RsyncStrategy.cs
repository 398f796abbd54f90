using System.ComponentModel;
using System.Diagnostics;
using Covalent.Core.Leptons;

namespace Covalent.Core.Files;

/// <summary>Other hosts over SSH: by <c>rsync</c>, which continues and checks by itself, else by <c>sftp</c>. Login, keys and ports are those of the
/// account's own SSH configuration on the machine where the task runs.</summary>
internal sealed class RsyncStrategy(Func<string, string?> find) : IFileStrategy
{
    private static readonly string[] Options = ["-oBatchMode=yes"];

    public RsyncStrategy()
        : this(ProgramSearch.Find)
    {
    }

    // A program to use in place of ssh, such as a script with other options.
    private static string? Program => Environment.GetEnvironmentVariable("COVALENT_SSH") is { Length: > 0 } other ? other : null;

    public Task DownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken) => RunAsync(from, to, isUpload: false, progress, cancellationToken);

    public Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (!Path.Exists(from))
        {
            HttpStrategy.Require(from, to);
        }

        return RunAsync(to, from, isUpload: true, progress, cancellationToken);
    }

    /// <summary>The program, its arguments, and what it is to read from its standard input.</summary>
    /// <exception cref="CovalentException">Neither program is here, or the address could be taken for an option.</exception>
    internal static (string Program, string[] Arguments, string? Input) CommandFor(Uri address, string local, bool isUpload, Func<string, string?> find)
    {
        var (user, path) = (Uri.UnescapeDataString(address.UserInfo), Uri.UnescapeDataString(address.AbsolutePath));
        var host = address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost;
        if (host.StartsWith('-') || user.StartsWith('-') || user.Any(static one => char.IsWhiteSpace(one) || char.IsControl(one)) || path.Any(char.IsControl))
        {
            throw new CovalentException($"'{address}' is not a place that files are moved to or from: host and user may not begin with '-', nor may there be control characters. Correct the address.");
        }

        // As in other tools, /~/ begins at the login's home.
        path = path.StartsWith("/~/", StringComparison.Ordinal) ? path[3..] : path;
        var login = (user.Length == 0 ? "" : user + "@") + host;
        var port = address.Port > 0 ? address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        if (find("rsync") is { } rsync)
        {
            var shell = $"{Program ?? "ssh"} {string.Join(' ', Options)}{(port is null ? "" : " -p " + port)}";
            var remote = $"{login}:{path}";
            // Without --secluded-args, older ones hand the path to the far side's shell; a part under the final name would be taken for the whole.
            return (rsync, ["--archive", "--compress", "--secluded-args", "--partial-dir=.covalent-part", "--checksum", "--rsh", shell, "--", .. isUpload ? new[] { Plain(local), remote } : [remote, Plain(local)]], null);
        }

        return find("sftp") is { } sftp
            ? (sftp, [.. Options, .. port is null ? Array.Empty<string>() : ["-P", port], .. Program is { } ssh ? ["-S", ssh] : Array.Empty<string>(), "-b", "-", "--", login],
                isUpload ? $"put -Rp {Quoted(local)} {Quoted(path)}\n" : $"get -Rp {Quoted(path)} {Quoted(local)}\n")
            : throw new CovalentException($"Neither rsync nor sftp is installed on {Environment.MachineName}, and one of them is needed for '{address}'. Install rsync there.");
    }

    // A colon before the first slash would make it another host's.
    private static string Plain(string path) => Path.IsPathRooted(path) ? path : "./" + path;

    private static string Quoted(string path) => $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private async Task RunAsync(Uri address, string local, bool isUpload, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var (program, arguments, input) = CommandFor(address, local, isUpload, find);
        var (from, to) = isUpload ? (local, HttpStrategy.Shown(address)) : (HttpStrategy.Shown(address), local);
        try
        {
            var exit = await ChildProcess.RunAsync(new ProcessStartInfo(program, arguments), keepOutput: false, holdInput: false, cancellationToken, input).ConfigureAwait(false);
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
