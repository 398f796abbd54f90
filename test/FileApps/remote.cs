#:project ../../src/Covalent/Covalent.csproj
#:property TreatWarningsAsErrors=false

// A file-based application whose task runs on the SSH machine of eng/backends. Run it with: dotnet run test/FileApps/remote.cs
using Covalent;
using Covalent.Executors;
using static Covalent.Workflow;

var ssh = new SshExecutor
{
    Hostname = Test("SSH_HOST"),
    Port = int.Parse(Test("SSH_PORT")),
    Username = Test("SSH_USER"),
    SshKeyFile = Path.Combine(Test("SSH_DIR"), "id_ed25519"),
    KnownHostsFile = Path.Combine(Test("SSH_DIR"), "known_hosts"),
    WorkerIdle = 1,
};
try
{
    var result = await RunAsync(() => Far.WhoAmI(ssh));
    Console.WriteLine(result.Value);
    return 0;
}
catch (CovalentException e)
{
    Console.WriteLine(e.Message);
    return 3;
}

static string Test(string name) => Environment.GetEnvironmentVariable($"COVALENT_TEST_{name}") ?? throw new InvalidOperationException($"COVALENT_TEST_{name} is not set.");

public static class Far
{
    public static Node<string> WhoAmI(SshExecutor ssh) => Electron(() => Name(), ssh);

    public static string Name() => Environment.UserName;
}
