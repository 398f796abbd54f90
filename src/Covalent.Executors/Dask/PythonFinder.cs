using System.ComponentModel;
using System.Diagnostics;

namespace Covalent.Executors.Dask;

/// <summary>Finds a Python that has Dask's distributed.</summary>
internal static class PythonFinder
{
    public const string HowToInstall = "Install it ('apt install python3-distributed' on Debian and Ubuntu, 'pip install distributed' elsewhere), or name a Python that has it by python_path.";

    private const string Probe = "import sys, distributed; print(sys.executable); print(distributed.__version__)";
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(60);

    /// <param name="asked">The interpreter the user named; empty to look in the usual places.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="DaskException">There is none; the message lists what was tried.</exception>
    public static async Task<PythonFound> FindAsync(string asked, CancellationToken cancellationToken)
    {
        var tried = new List<string>();
        foreach (string candidate in asked.Length > 0 ? [asked] : Usual())
        {
            (PythonFound? found, string why) = await TryAsync(candidate, cancellationToken).ConfigureAwait(false);
            if (found is not null)
            {
                return found;
            }

            tried.Add($"'{candidate}' {why}");
        }

        throw new DaskException(DaskFault.NoPython, $"Dask needs a Python with the package 'distributed' on this machine, and there is none: {string.Join("; ", tried)}. {HowToInstall}");
    }

    private static IEnumerable<string> Usual() => OperatingSystem.IsWindows() ? ["python", "py"] : ["python3", "python", "/usr/bin/python3"];

    private static async Task<(PythonFound? Found, string Why)> TryAsync(string program, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, ["-c", Probe]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        try
        {
            using Process process = Process.Start(start)!;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(ProbeTime);
            process.StandardInput.Close();
            Task<string> said = process.StandardError.ReadToEndAsync(limit.Token);
            string[] answer = (await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return process.ExitCode == 0 && answer is [.., var path, var version]
                ? (new PythonFound(path, version), "")
                : (null, $"answers: {LastLine(await said.ConfigureAwait(false))}");
        }
        catch (Win32Exception)
        {
            return (null, "is not there or cannot be run");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"did not answer within {ProbeTime.TotalSeconds:0} s");
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "nothing";
}

/// <summary>A Python that can be used.</summary>
/// <param name="Path">The interpreter, absolute.</param>
/// <param name="Distributed">Version of its distributed.</param>
internal sealed record PythonFound(string Path, string Distributed);
