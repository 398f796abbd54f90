namespace Covalent.Core.Leptons;

/// <summary>Finds programs as a shell would.</summary>
internal static class ProgramSearch
{
    /// <summary>The path of a command in PATH, or of a file named by its path; null where there is none.</summary>
    public static string? Find(string command)
    {
        if (command.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar))
        {
            return File.Exists(command) ? Path.GetFullPath(command) : null;
        }

        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, command + ending)))
            .FirstOrDefault(File.Exists);
    }
}
