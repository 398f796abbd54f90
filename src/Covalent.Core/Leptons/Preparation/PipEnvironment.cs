using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Covalent.Core.Leptons;

/// <summary>Virtual environments with the packages of tasks: one for each set of packages and interpreter, made once on a machine.</summary>
internal static class PipEnvironment
{
    private const int MostWords = 3000;

    /// <summary>The folder of the environment.</summary>
    /// <exception cref="TaskRuntimeException">It cannot be made; the message holds the installer's own words.</exception>
    public static Task<string> GetAsync(IReadOnlyList<DepsPip> packages, PythonInterpreter interpreter, CancellationToken cancellationToken) =>
        CacheFolder.GetAsync("python", KeyOf(packages, interpreter), folder => BuildAsync(folder, packages, interpreter, cancellationToken), cancellationToken);

    private static string KeyOf(IReadOnlyList<DepsPip> packages, PythonInterpreter interpreter)
    {
        // Another Python under the same path is another one.
        var program = new FileInfo(File.ResolveLinkTarget(interpreter.Command, returnFinalTarget: true)?.FullName ?? interpreter.Command);
        var text = new JsonArray([interpreter.Command, interpreter.Prefix, program.FullName, program.Length, program.LastWriteTimeUtc.Ticks, .. packages.Select(package => (JsonNode)package.ToJson())]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToJsonString())))[..32];
    }

    private static async Task BuildAsync(string folder, IReadOnlyList<DepsPip> packages, PythonInterpreter interpreter, CancellationToken cancellationToken)
    {
        // Without its own pip an environment takes a fraction of a second; the interpreter's pip installs into it.
        string[] visible = packages.Any(package => package.Isolated) ? [] : ["--system-site-packages"];
        await RunAsync(interpreter, ["-m", "venv", "--without-pip", .. visible, folder], packages, cancellationToken).ConfigureAwait(false);
        foreach (var package in packages)
        {
            await InstallAsync(folder, package, interpreter, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task InstallAsync(string folder, DepsPip package, PythonInterpreter interpreter, CancellationToken cancellationToken)
    {
        using var scratch = new ScratchFolder();
        var own = PythonInterpreter.InFolder(folder).Command;
        List<string> arguments = ["-m", "pip", "--python", own, "install", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"];
        if (package.Contents.Count > 0)
        {
            LeptonFile.Unpack(package.Contents, scratch.Path);
            arguments.AddRange(["--find-links", scratch.Path]);
        }

        if (package.NoIndex ?? package.Contents.Count > 0)
        {
            arguments.Add("--no-index");
        }

        AddOption(arguments, "--find-links", package.FindLinks);
        AddOption(arguments, "--index-url", package.IndexUrl);
        if (package.Requirements is { } requirements)
        {
            var file = Path.Combine(scratch.Path, "requirements.txt");
            await File.WriteAllTextAsync(file, requirements, cancellationToken).ConfigureAwait(false);
            arguments.AddRange(["--requirement", file]);
        }
        else
        {
            arguments.AddRange(package.Packages);
        }

        await RunAsync(interpreter, arguments, [package], cancellationToken).ConfigureAwait(false);
    }

    private static void AddOption(List<string> arguments, string option, string? value)
    {
        if (value is not null)
        {
            arguments.AddRange([option, value]);
        }
    }

    private static async Task RunAsync(PythonInterpreter interpreter, IEnumerable<string> arguments, IEnumerable<DepsPip> packages, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(interpreter.Command, arguments);
        interpreter.Prepare(start.Environment);
        var exit = await ChildProcess.RunAsync(start, keepOutput: false, holdInput: false, cancellationToken).ConfigureAwait(false);
        if (exit.Code == 0)
        {
            return;
        }

        var words = exit.Errors.Trim() is { Length: > 0 } errors ? errors : exit.Output.Trim();
        words = words.Length > MostWords ? words[^MostWords..] : words;
        var remedy = words.Contains("No module named pip", StringComparison.Ordinal) || words.Contains("No module named venv", StringComparison.Ordinal) || words.Contains("ensurepip", StringComparison.Ordinal)
            ? " Install pip and venv for that interpreter (on Debian and Ubuntu: python3-pip and python3-venv), or name another one." : "";
        throw new TaskRuntimeException(new FailureInfo(FailureKind.Executor, "deps-pip",
            $"The Python packages {string.Join("; ", packages.Select(package => package.Title))} (DepsPip) could not be installed for {interpreter.Command} on {Environment.MachineName}: {words}{remedy}", exit.Output));
    }
}
