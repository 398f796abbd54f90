using System.Diagnostics;
using Covalent.Executors.Tests.Ssh;
using Covalent.Testing;

namespace Covalent.Executors.Tests.Slurm;

/// <summary>A cluster of a test's own, to be broken. Started by the scripts of eng/backends.</summary>
internal sealed class ThrowawaySlurm : IAsyncDisposable
{
    private readonly ThrowawaySshd _login;

    private ThrowawaySlurm(string folder, ThrowawaySshd login)
    {
        Folder = folder;
        _login = login;
    }

    public string Folder { get; }

    public string Conf => Path.Combine(Folder, "slurm.conf");

    public static async Task<ThrowawaySlurm> StartAsync(int nodes, bool hasMemoryLimits = false)
    {
        Backends.Require("COVALENT_TEST_SLURM_CONF");
        string folder = Directory.CreateTempSubdirectory("covalent-cluster-").FullName;
        var cluster = new ThrowawaySlurm(folder, await ThrowawaySshd.StartAsync($"SLURM_CONF={folder}/slurm.conf"));
        var environment = new Dictionary<string, string> { ["COVALENT_TEST_SLURM_MEMORY"] = hasMemoryLimits ? "1" : "0" };
        await RunAsync("bash", [Script("slurm-up.sh"), cluster.Folder, $"{nodes}"], environment);
        return cluster;
    }

    /// <summary>An executor that reaches this cluster over a login node of its own.</summary>
    public SlurmExecutor Executor()
    {
        SlurmExecutor executor = SlurmExecutorTests.OverSsh();
        (executor.Port, executor.KnownHostsFile, executor.RemoteWorkdir) = (_login.Port, _login.KnownHosts, Path.Combine(Shared, "work"));
        return executor;
    }

    /// <summary>Where the tasks' user may write and the test may look.</summary>
    public string Shared { get; } = SharedFolder.Create();

    /// <summary>Runs one of Slurm's programs on this cluster.</summary>
    public Task<string> AskAsync(string program, params string[] arguments) => RunAsync(program, arguments, new Dictionary<string, string> { ["SLURM_CONF"] = Conf });

    /// <summary>Kills the controller, as a crash would, and starts it again.</summary>
    public async Task RestartControllerAsync(string signal)
    {
        string pid = (await File.ReadAllTextAsync(Path.Combine(Folder, "state", "slurmctld.pid"))).Trim();
        await RunAsync("kill", [signal, pid], []);
        await ProcessNotice.GoneAsync(int.Parse(pid));
        await RunAsync("/usr/sbin/slurmctld", ["-f", Conf], []);
    }

    public async ValueTask DisposeAsync()
    {
        await _login.DisposeAsync();
        await RunAsync("bash", [Script("slurm-down.sh"), Folder], []);
        Directory.Delete(Folder, recursive: true);
    }

    private static string Script(string name)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Covalent.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "eng", "backends", name);
    }

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        // Daemons keep the streams they are born with, so output goes to files and not to pipes that would never end.
        string output = Path.GetTempFileName();
        var start = new ProcessStartInfo("sh", ["-c", "o=$1; shift; exec \"$@\" >\"$o\" 2>&1 </dev/null", "sh", output, program, .. arguments]);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync();
        string text = await File.ReadAllTextAsync(output);
        File.Delete(output);
        Assert.True(process.ExitCode == 0, $"{program}: {text}");
        return text;
    }
}
