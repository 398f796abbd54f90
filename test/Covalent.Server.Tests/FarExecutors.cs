using Covalent.Executors;

namespace Covalent.Server.Tests;

/// <summary>Executors for the real back ends of eng/backends, with everything they write on the far side below one folder.</summary>
internal static class FarExecutors
{
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes a folder that tasks on the SSH host, which are another user's, may write to.</summary>
    public static string MakeShared(string path)
    {
        File.SetUnixFileMode(Directory.CreateDirectory(path).FullName, Everybody);
        return path;
    }

    /// <summary>What a server must know of its environment to use them.</summary>
    public static IEnumerable<(string Name, string Value)> Environment(IEnumerable<string> names) => names.Contains("slurm") ? [("SLURM_CONF", Require("SLURM_CONF"))] : [];

    /// <param name="name">ssh, slurm or dask.</param>
    /// <param name="far">Folder on the far side.</param>
    public static Executor Create(string name, string far) => name switch
    {
        "ssh" => new SshExecutor
        {
            Hostname = Require("SSH_HOST"),
            Port = int.Parse(Require("SSH_PORT")),
            Username = Require("SSH_USER"),
            SshKeyFile = Path.Combine(Require("SSH_DIR"), "id_ed25519"),
            KnownHostsFile = Path.Combine(Require("SSH_DIR"), "known_hosts"),
            UseSshConfig = false,
            WorkerIdle = 5,
            RemoteCache = Path.Combine(far, "ssh", "cache"),
            RemoteWorkdir = Path.Combine(far, "ssh", "work"),
        },
        "slurm" => new SlurmExecutor { RemoteCache = Path.Combine(far, "slurm", "cache"), RemoteWorkdir = Path.Combine(far, "slurm", "work"), BashrcPath = "" },
        "dask" => new DaskExecutor { SchedulerAddress = Require("DASK_ADDRESS"), PythonPath = Require("DASK_PYTHON"), RemoteCache = Path.Combine(far, "dask"), WorkerIdle = 5, LogStdout = "", LogStderr = "" },
        _ => throw new ArgumentException($"'{name}' is no back end of the tests; use ssh, slurm or dask.", nameof(name)),
    };

    /// <summary>A variable of a back end; its test is skipped without it, and fails in CI.</summary>
    private static string Require(string name)
    {
        if (System.Environment.GetEnvironmentVariable("COVALENT_TEST_" + name) is { Length: > 0 } value)
        {
            return value;
        }

        var reason = $"COVALENT_TEST_{name} is not set; start the back ends with: eval \"$(eng/backends/up.sh FOLDER)\"";
        Assert.SkipWhen(System.Environment.GetEnvironmentVariable("CI") != "true", reason);
        throw new InvalidOperationException(reason);
    }
}
