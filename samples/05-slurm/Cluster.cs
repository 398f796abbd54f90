using Covalent.Executors;

namespace IrisSlurm;

/// <summary>Which cluster the training goes to.</summary>
internal static class Cluster
{
    /// <summary>A login node as <c>ssh</c> knows it, <c>here</c> when this machine is one, nothing for the test cluster behind the test server.</summary>
    public static SlurmExecutor From(string[] arguments) => arguments switch
    {
        [] => new SlurmExecutor
        {
            Address = Test("SSH_HOST"),
            Port = int.Parse(Test("SSH_PORT")),
            Username = Test("SSH_USER"),
            SshKeyFile = Path.Combine(Test("SSH_DIR"), "id_ed25519"),
            KnownHostsFile = Path.Combine(Test("SSH_DIR"), "known_hosts"),
            Options = new() { ["time"] = "00:10:00", ["cpus-per-task"] = 1 },
        },
        ["here"] => new SlurmExecutor(),
        [var login, ..] => new SlurmExecutor { Address = login },
    };

    private static string Test(string name) => Environment.GetEnvironmentVariable($"COVALENT_TEST_{name}") is { Length: > 0 } value ? value
        : throw new InvalidOperationException($"COVALENT_TEST_{name} is not set. Name a login node, or start the test cluster first: eval \"$(eng/backends/up.sh FOLDER ssh slurm)\"");
}
