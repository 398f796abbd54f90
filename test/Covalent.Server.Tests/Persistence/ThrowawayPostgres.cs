using System.Diagnostics;
using System.Globalization;
using Covalent.Persistence.Postgres.Tests;

namespace Covalent.Server.Tests.Persistence;

/// <summary>A PostgreSQL of a test's own, to be frozen and killed. Started by the scripts of eng/backends.</summary>
internal sealed class ThrowawayPostgres : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cv-pg-").FullName;

    private ThrowawayPostgres()
    {
    }

    public string Connection { get; private set; } = "";

    public static async Task<ThrowawayPostgres> StartAsync()
    {
        // Says where a database would come from, where there is none.
        await using (new TestDatabase())
        {
        }

        var postgres = new ThrowawayPostgres();
        await postgres.ComeBackAsync();
        return postgres;
    }

    /// <summary>Starts it, also after it was killed.</summary>
    public async Task ComeBackAsync()
    {
        var said = await RunAsync("bash", [Script("postgres-up.sh"), _folder]);
        Connection = said.Split("COVALENT_TEST_POSTGRES='")[1].Split('\'')[0];
    }

    /// <summary>Sends a signal to all its processes.</summary>
    public async Task SignalAsync(string name)
    {
        var postmaster = int.Parse((await File.ReadAllTextAsync(Path.Combine(_folder, "pid"))).Trim(), CultureInfo.InvariantCulture);
        await RunAsync("kill", [$"-{name}", $"{postmaster}", .. Chaos.Processes.ChildrenOf(postmaster).Select(child => $"{child}")]);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("bash", ["-c", $"kill -CONT $(head -n 1 {_folder}/pid) 2>/dev/null; bash {Script("postgres-down.sh")} {_folder}"]);
        Directory.Delete(_folder, recursive: true);
    }

    private static string Script(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Covalent.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "eng", "backends", name);
    }

    // Daemons keep the streams they are born with, so output goes to a file and not to a pipe that would never end.
    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        var output = Path.GetTempFileName();
        using var process = Process.Start("bash", ["-c", "\"$@\" >\"$0\" 2>&1 </dev/null", output, program, .. arguments]);
        await process.WaitForExitAsync();
        var said = await File.ReadAllTextAsync(output);
        File.Delete(output);
        return said;
    }
}
