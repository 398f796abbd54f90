namespace Covalent.Executors.Tests.Ssh;

/// <summary>Machines in namespaces of their own, without .NET.</summary>
internal static class FarMachine
{
    /// <summary>The machine's root folder, as this one sees it.</summary>
    public static string RootOf(string variable)
    {
        string first = File.ReadAllText(Path.Combine(Backends.Require($"{variable}_DIR"), "init.pid")).Trim();
        return $"/proc/{File.ReadAllText($"/proc/{first}/task/{first}/children").Split(' ')[0]}/root";
    }

    /// <summary>An executor for the machine that the variables of this prefix tell about.</summary>
    public static SshExecutor Executor(string variable) => new()
    {
        Hostname = Backends.Require(variable),
        Username = Backends.Require($"{variable}_USER"),
        SshKeyFile = Path.Combine(Backends.Require($"{variable}_DIR"), "id_ed25519"),
        KnownHostsFile = Path.Combine(Backends.Require($"{variable}_DIR"), "known_hosts"),
        UseSshConfig = false,
        RemoteCache = $"{TestRun.AtHome}/cache",
        RemoteWorkdir = $"{TestRun.AtHome}/work",
        WorkerIdle = 2,
        PollFreq = 1,
        StopGrace = 1,
    };
}
