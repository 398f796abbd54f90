using Covalent.Executors;

namespace Covalent.Benchmarks.Remote;

/// <summary>Executors for the machines of eng/backends.</summary>
internal static class TestMachines
{
    public static SshExecutor Loopback() => new()
    {
        Hostname = RemoteBenchmark.Test("SSH_HOST"),
        Port = int.Parse(RemoteBenchmark.Test("SSH_PORT")),
        Username = RemoteBenchmark.Test("SSH_USER"),
        SshKeyFile = Path.Combine(RemoteBenchmark.Test("SSH_DIR"), "id_ed25519"),
        KnownHostsFile = Path.Combine(RemoteBenchmark.Test("SSH_DIR"), "known_hosts"),
        UseSshConfig = false,
        WorkerIdle = 5,
    };

    public static SshExecutor Far() => new()
    {
        Hostname = RemoteBenchmark.Test("FARHOST"),
        Username = RemoteBenchmark.Test("FARHOST_USER"),
        SshKeyFile = Path.Combine(RemoteBenchmark.Test("FARHOST_DIR"), "id_ed25519"),
        KnownHostsFile = Path.Combine(RemoteBenchmark.Test("FARHOST_DIR"), "known_hosts"),
        UseSshConfig = false,
    };

    /// <summary>The cluster of three nodes, from its login node.</summary>
    public static SlurmExecutor Cluster(string folder)
    {
        Environment.SetEnvironmentVariable("SLURM_CONF", RemoteBenchmark.Test("SLURM3_CONF"));
        return new SlurmExecutor { RemoteCache = Path.Combine(folder, "cache"), RemoteWorkdir = Path.Combine(folder, "work"), BashrcPath = "" };
    }
}
