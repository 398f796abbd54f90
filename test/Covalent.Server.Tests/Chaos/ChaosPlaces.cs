using System.Diagnostics;
using Covalent.Executors;

namespace Covalent.Server.Tests.Chaos;

/// <summary>Where the tasks of a chaos run go: to the server's own workers and, where the test back ends are up, to an SSH host, Slurm and Dask.</summary>
internal sealed class ChaosPlaces : IAsyncDisposable
{
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private ChaosPlaces(IReadOnlyList<string> names, string far)
    {
        Names = names;
        Far = far;
        ChaosTasks.Places = [.. names.Select(name => Create(name)?.ToSpec())];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Folder on the far side, named in the command lines of everything that runs there.</summary>
    public string Far { get; }

    public bool AreLocalOnly => Names is ["local"];

    /// <summary>What the server needs to know of them.</summary>
    public IEnumerable<(string Name, string Value)> Environment => Names.Contains("slurm") ? [("SLURM_CONF", Variable("SLURM_CONF"))] : [];

    /// <param name="folder">Folder of the run.</param>
    /// <param name="names">Names separated by commas, such as <c>local,ssh,slurm,dask</c>.</param>
    public static ChaosPlaces Open(string folder, string names)
    {
        var far = Path.Combine(Path.GetTempPath(), $"covalent-chaos-{Guid.NewGuid():N}");
        Directory.CreateDirectory(far);
        foreach (var path in new[] { far, folder, Path.Combine(folder, "journal") })
        {
            // Tasks on the SSH host are another user's.
            File.SetUnixFileMode(Directory.CreateDirectory(path).FullName, Everybody);
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

    private Executor? Create(string name) => name switch
    {
        "local" => null,
        "ssh" => new SshExecutor
        {
            Hostname = Variable("SSH_HOST"),
            Port = int.Parse(Variable("SSH_PORT")),
            Username = Variable("SSH_USER"),
            SshKeyFile = Path.Combine(Variable("SSH_DIR"), "id_ed25519"),
            KnownHostsFile = Path.Combine(Variable("SSH_DIR"), "known_hosts"),
            UseSshConfig = false,
            WorkerIdle = 5,
            RemoteCache = Path.Combine(Far, "ssh", "cache"),
            RemoteWorkdir = Path.Combine(Far, "ssh", "work"),
        },
        "slurm" => new SlurmExecutor { RemoteCache = Path.Combine(Far, "slurm", "cache"), RemoteWorkdir = Path.Combine(Far, "slurm", "work"), BashrcPath = "" },
        "dask" => new DaskExecutor { SchedulerAddress = Variable("DASK_ADDRESS"), PythonPath = Variable("DASK_PYTHON"), RemoteCache = Path.Combine(Far, "dask"), WorkerIdle = 5, LogStdout = "", LogStderr = "" },
        _ => throw new InvalidOperationException($"'{name}' is no place of a chaos run; use local, ssh, slurm and dask."),
    };

    private static string Variable(string name) => System.Environment.GetEnvironmentVariable("COVALENT_TEST_" + name)
        ?? throw new InvalidOperationException($"COVALENT_TEST_{name} is not set. Start the back ends with eng/backends/up.sh first.");
}
