namespace Covalent.Server.Tests.Chaos;

/// <summary>Where the tasks of a chaos run go: to the server's own workers and, where the test back ends are up, to an SSH host, Slurm and Dask.</summary>
internal sealed class ChaosPlaces : IAsyncDisposable
{
    private ChaosPlaces(IReadOnlyList<string> names, string far)
    {
        Names = names;
        Far = far;
        ChaosTasks.Places = [.. names.Select(name => name == "local" ? null : FarExecutors.Create(name, far).ToSpec())];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Folder on the far side, named in the command lines of everything that runs there.</summary>
    public string Far { get; }

    /// <summary>What the server needs to know of them.</summary>
    public IEnumerable<(string Name, string Value)> Environment => FarExecutors.Environment(Names);

    /// <param name="folder">Folder of the run.</param>
    /// <param name="names">Names separated by commas, such as <c>local,ssh,slurm,dask</c>.</param>
    public static ChaosPlaces Open(string folder, string names)
    {
        var far = Path.Combine(Path.GetTempPath(), $"covalent-chaos-{Guid.NewGuid():N}");
        foreach (var path in new[] { far, folder, Path.Combine(folder, "journal") })
        {
            FarExecutors.MakeShared(path);
        }

        return new ChaosPlaces(names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), far);
    }

    /// <summary>Processes on the far side: workers, their keepers and their shells.</summary>
    public IReadOnlyList<int> Processes() => [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Where(name =>
    {
        try
        {
            return File.ReadAllText($"/proc/{name}/cmdline").Contains(Far, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }).Select(name => int.Parse(name!))];

    public ValueTask DisposeAsync()
    {
        ChaosTasks.Places = [null];
        Directory.Delete(Far, recursive: true);
        return ValueTask.CompletedTask;
    }
}
