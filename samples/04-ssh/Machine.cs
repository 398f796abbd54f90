using Covalent.Executors;

namespace IrisSsh;

/// <summary>Which machine the training goes to.</summary>
internal static class Machine
{
    /// <summary><c>[user@]host[:port]</c> as <c>ssh</c> knows it, <c>far</c> for the test machine without .NET, nothing for the test server on loopback.</summary>
    public static SshExecutor From(string[] arguments) => arguments switch
    {
        [] => new SshExecutor
        {
            Hostname = Test("SSH_HOST"),
            Port = int.Parse(Test("SSH_PORT")),
            Username = Test("SSH_USER"),
            SshKeyFile = Path.Combine(Test("SSH_DIR"), "id_ed25519"),
            KnownHostsFile = Path.Combine(Test("SSH_DIR"), "known_hosts"),
            WorkerIdle = 10,
        },
        ["far"] => new SshExecutor
        {
            Hostname = Test("FARHOST"),
            Username = Test("FARHOST_USER"),
            SshKeyFile = Path.Combine(Test("FARHOST_DIR"), "id_ed25519"),
            KnownHostsFile = Path.Combine(Test("FARHOST_DIR"), "known_hosts"),
            WorkerIdle = 10,
        },
        [var host, ..] => new SshExecutor { Hosts = [host] },
    };

    private static string Test(string name) => Environment.GetEnvironmentVariable($"COVALENT_TEST_{name}") is { Length: > 0 } value ? value
        : throw new InvalidOperationException($"COVALENT_TEST_{name} is not set. Name a machine, or start the test machines first: eval \"$(eng/backends/up.sh FOLDER ssh far)\"");
}
