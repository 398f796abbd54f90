namespace Covalent.Core.Leptons;

/// <summary>Conda environments of this account, found without running conda, which takes about a second.</summary>
internal static class CondaEnvironments
{
    public static string Find(string name)
    {
        if (Path.IsPathRooted(name))
        {
            return name;
        }

        var candidates = Listed().Where(path => Path.GetFileName(path.TrimEnd('/', '\\')) == name).Concat(Roots().Select(root => Path.Combine(root, "envs", name)));
        return candidates.FirstOrDefault(Directory.Exists)
            ?? throw PythonInterpreter.Missing($"conda:{name}", $"no conda environment of that name is in ~/.conda/environments.txt or in an envs folder of {string.Join(", ", Roots().DefaultIfEmpty("conda, which was not found either"))}");
    }

    private static IEnumerable<string> Listed()
    {
        var list = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".conda", "environments.txt");
        return File.Exists(list) ? File.ReadAllLines(list).Select(line => line.Trim()).Where(line => line.Length > 0) : [];
    }

    private static IEnumerable<string> Roots()
    {
        var programs = new[] { Environment.GetEnvironmentVariable("CONDA_EXE"), ProgramSearch.Find("conda") };
        return programs.OfType<string>().Select(program => Path.GetDirectoryName(Path.GetDirectoryName(program))).OfType<string>().Distinct();
    }
}
