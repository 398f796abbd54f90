using Covalent.Executors;

namespace IrisSsh;

/// <summary>Which machine the training goes to.</summary>
internal static class Machine
{
    /// <summary><c>[user@]host[:port]</c> as <c>ssh</c> knows it, <c>far</c> or <c>arm64</c> for the test machines without .NET, nothing for the test server on loopback.</summary>
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
        ["far" or "arm64"] => WithoutDotnet(arguments[0].ToUpperInvariant() + "HOST"),
        [var host, ..] => new SshExecutor { Hosts = [host] },
    };

    private static SshExecutor WithoutDotnet(string machine) => new()
    {
        Hostname = Test(machine),
        Username = Test($"{machine}_USER"),
        SshKeyFile = Path.Combine(Test($"{machine}_DIR"), "id_ed25519"),
        KnownHostsFile = Path.Combine(Test($"{machine}_DIR"), "known_hosts"),
        WorkerIdle = 10,
    };

    private static string Test(string name) => Environment.GetEnvironmentVariable($"COVALENT_TEST_{name}") is { Length: > 0 } value ? value
        : throw new InvalidOperationException($"COVALENT_TEST_{name} is not set. Name a machine, or start the test machines first: eval \"$(eng/backends/up.sh FOLDER ssh far arm64)\"");
}
