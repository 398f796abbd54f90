using Covalent.Core.Configuration;

namespace Covalent.Core.Leptons;

/// <summary>A Python on this machine.</summary>
/// <param name="Command">Command or absolute path.</param>
/// <param name="Prefix">Folder of its environment, whose programs come first in PATH; null for none.</param>
internal sealed record PythonInterpreter(string Command, string? Prefix)
{
    public const string Variable = "COVALENT_PYTHON";

    private static readonly Lazy<string?> Configured = new(() => CovalentConfiguration.Load().GetText("sdk.python") is { Length: > 0 } set ? set : null);

    private static readonly string Programs = OperatingSystem.IsWindows() ? "Scripts" : "bin";

    /// <summary>Finds the interpreter that a text names: a command or path, <c>venv:FOLDER</c> or <c>conda:NAME</c>; null for the machine's usual one.</summary>
    /// <exception cref="TaskRuntimeException">There is no such interpreter on this machine.</exception>
    public static PythonInterpreter Find(string? text)
    {
        text ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own ? own : Configured.Value;
        if (text is null)
        {
            return new PythonInterpreter(
                ProgramSearch.Find("python3") ?? ProgramSearch.Find("python") ?? throw Missing("python3", $"neither python3 nor python is in PATH ({Environment.GetEnvironmentVariable("PATH")})"), null);
        }

        return text.StartsWith("venv:", StringComparison.Ordinal) ? InFolder(text["venv:".Length..])
            : text.StartsWith("conda:", StringComparison.Ordinal) ? InFolder(CondaEnvironments.Find(text["conda:".Length..]))
            : Directory.Exists(text) ? InFolder(text)
            : new PythonInterpreter(ProgramSearch.Find(text) ?? throw Missing(text, Path.IsPathRooted(text) ? "there is no such file" : "it is not in PATH"), null);
    }

    public static PythonInterpreter InFolder(string folder)
    {
        var path = OperatingSystem.IsWindows() ? Path.Combine(folder, "Scripts", "python.exe") : Path.Combine(folder, "bin", "python");
        return File.Exists(path) ? new PythonInterpreter(path, folder) : throw Missing(folder, $"there is no file {path}");
    }

    public static TaskRuntimeException Missing(string what, string reason) => new(new FailureInfo(FailureKind.Configuration, "python-missing",
        $"The Python interpreter '{what}' was not found on {Environment.MachineName}: {reason}. Install Python 3.8 or newer there, or name another one "
        + $"(PythonFunction.Interpreter, ElectronOptions.Python, or on that machine the variable {Variable} or sdk.python of the configuration)."));

    /// <summary>What a process of this interpreter must find in its environment.</summary>
    public void Prepare(IDictionary<string, string?> environment)
    {
        environment["PYTHONIOENCODING"] = "utf-8";
        environment["PYTHONUNBUFFERED"] = "1";
        environment["PYTHONDONTWRITEBYTECODE"] = "1";
        if (Prefix is not null)
        {
            environment["PATH"] = $"{Path.Combine(Prefix, Programs)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
            environment[Directory.Exists(Path.Combine(Prefix, "conda-meta")) ? "CONDA_PREFIX" : "VIRTUAL_ENV"] = Prefix;
            environment.Remove("PYTHONHOME");
        }
    }
}
