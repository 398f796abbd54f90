#:project ../../src/Covalent/Covalent.csproj
#:property TreatWarningsAsErrors=false

// A file-based application whose task runs on a machine of eng/backends: the one with .NET, or with the argument "far" the one without.
// Run it with: dotnet run test/FileApps/remote.cs
using Covalent;
using Covalent.Executors;
using static Covalent.Workflow;

bool isFar = args is ["far"];
string files = Test(isFar ? "FARHOST_DIR" : "SSH_DIR");
var ssh = new SshExecutor
{
    Hostname = Test(isFar ? "FARHOST" : "SSH_HOST"),
    Port = isFar ? 22 : int.Parse(Test("SSH_PORT")),
    Username = Test(isFar ? "FARHOST_USER" : "SSH_USER"),
    SshKeyFile = Path.Combine(files, "id_ed25519"),
    KnownHostsFile = Path.Combine(files, "known_hosts"),
    UseSshConfig = false,
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

    public static string Name() => $"{Environment.MachineName} {Environment.UserName}";
}
