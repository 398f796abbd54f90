using System.Diagnostics;
using System.Globalization;
using Covalent.Persistence.Postgres.Tests;

namespace Covalent.Server.Tests.Persistence;

/// <summary>A PostgreSQL of a test's own, to be frozen and killed. Started by the scripts of eng/backends.</summary>
internal sealed class ThrowawayPostgres : IAsyncDisposable
{
    private const string Mark = "COVALENT_TEST_POSTGRES='";
    private const int MostStarts = 10;

    // The common one answers before it has written; this one is killed, and what it answered has to be there.
    private const string Durable = "-c synchronous_commit=on";

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
        // A killed one may still stand in the list of processes, and would be taken for one that runs.
        foreach (var stale in new[] { "pid", Path.Combine("data", "postmaster.pid") }.Select(file => Path.Combine(_folder, file)).Where(File.Exists))
        {
            File.Delete(stale);
        }

        var said = "";
        for (var attempt = 0; attempt < MostStarts && !said.Contains(Mark, StringComparison.Ordinal); attempt++)
        {
            // Its processes are not all gone at once, and the memory they share is in use until then. The script itself waits while it tries.
            said = await RunAsync("env", [$"COVALENT_TEST_POSTGRES_OPTIONS={Durable}", "bash", Script("postgres-up.sh"), _folder]);
        }

        Connection = said.Contains(Mark, StringComparison.Ordinal) ? said.Split(Mark)[1].Split('\'')[0] : throw new InvalidOperationException($"PostgreSQL did not start: {said}");
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
