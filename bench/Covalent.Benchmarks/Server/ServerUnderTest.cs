using System.Diagnostics;

namespace Covalent.Benchmarks.Server;

/// <summary>The real server program on a folder of its own.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private const string DatabaseVariable = "COVALENT_BENCH_DATABASE";
    private readonly Process _process;
    private readonly string _folder;

    private ServerUnderTest(Process process, string folder, string address, TimeSpan readyAfter)
    {
        _process = process;
        _folder = folder;
        Address = new Uri(address);
        ReadyAfter = readyAfter;
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    public TimeSpan ReadyAfter { get; }

    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <param name="database">Connection string of a shared database; null for the server's own.</param>
    public static async Task<ServerUnderTest> StartAsync(string? database = null)
    {
        var folder = Directory.CreateTempSubdirectory("covalent-bench-server-").FullName;
        var program = Path.Combine(Root(), "src", "Covalent.Server", "bin", "Release", "net10.0", OperatingSystem.IsWindows() ? "covalent-server.exe" : "covalent-server");
        var watch = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo(program, ["--data", folder, "--port", "0", .. database is null ? (string[])[] : ["--database", $"env:{DatabaseVariable}"]])
        {
            RedirectStandardOutput = true,
            Environment = { ["COVALENT_CONFIG_DIR"] = folder, [DatabaseVariable] = database },
        })!;
        var line = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The server did not start; its words are above. Build src/Covalent.Server -c Release first.");
        var ready = watch.Elapsed;
        _ = process.StandardOutput.ReadToEndAsync();
        return new ServerUnderTest(process, folder, line.Split(' ')[3], ready);
    }

    public HttpDispatcherClient NewClient() => new(new HttpDispatcherClientOptions(Address) { BundleFolder = Path.Combine(_folder, "client") });

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Covalent.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("The repository's root is not above the benchmark.");
    }
}
