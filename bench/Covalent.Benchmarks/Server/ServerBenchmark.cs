using System.Collections.Concurrent;
using System.Diagnostics;
using Covalent.Core.Bundles;
using Covalent.Engine;
using Covalent.Executors;
using static Covalent.Workflow;

namespace Covalent.Benchmarks.Server;

/// <summary>What the server costs: start, hello, pushes, many clients, and whether reads stay quick beside a large dispatch. Each figure stands
/// beside a floor of the same run: the embedded engine with the same worker processes, or a bare request.</summary>
internal static class ServerBenchmark
{
    public static async Task<int> MeasureAsync(string[] arguments)
    {
        var clients = Number(arguments, "--clients", 200);
        var nodes = Number(arguments, "--nodes", 100_000);
        var database = Array.IndexOf(arguments, "--database") is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
        var isPushOnly = arguments.Contains("--push-only");
        if (!isPushOnly)
        {
            await ReadyAsync(database);
        }

        await using var server = await ServerUnderTest.StartAsync(database);
        await using var client = server.NewClient();
        using var use = ClientProvider.Use(client);
        await HelloAsync(client);
        await PushBenchmark.MeasureAsync(server, client, Number(arguments, "--pushes", 1000));
        if (isPushOnly)
        {
            return 0;
        }

        await PerTaskAsync();
        await ClientsAsync(server, clients);
        await LargeAsync(server, client, nodes);
        return 0;
    }

    private static async Task ReadyAsync(string? database)
    {
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            await using var server = await ServerUnderTest.StartAsync(database);
            times.Add(server.ReadyAfter.TotalMilliseconds);
        }

        Print("server ready after start", times, "ms");
    }

    private static async Task HelloAsync(HttpDispatcherClient client)
    {
        var cold = Stopwatch.StartNew();
        await RunAsync(ServerTasks.Hello, "Hello", "World");
        Console.WriteLine($"hello, first dispatch (bundle sent, worker started): {cold.Elapsed.TotalMilliseconds:0.0} ms");
        Print("hello, dispatch to result", await TimesAsync(100, () => RunAsync(ServerTasks.Hello, "Hello", "World")), "ms");
        Print("  floor: one request and its answer", await TimesAsync(300, () => client.ListAsync(new DispatchQuery { Count = 1 })), "ms");
    }

    private static async Task PerTaskAsync()
    {
        const int Count = 5000;
        await RunAsync(() => ServerTasks.Wide(Count));
        var server = await TimesAsync(3, () => RunAsync(() => ServerTasks.Wide(Count)));
        var folder = Directory.CreateTempSubdirectory("covalent-bench-embedded-").FullName;
        var bundle = ApplicationBundle.For(folder, TimeProvider.System);
        var local = new LocalExecutor { Mode = LocalExecutor.Process }.ToSpec();
        await using (var embedded = new EmbeddedDispatcher(new EmbeddedDispatcherOptions
        {
            DataFolder = folder,
            Executors = _ => new LocalExecutor { Mode = LocalExecutor.Process },
            DefaultExecutor = local,
            Bundles = new BundleStore(folder, TimeProvider.System),
            EnsureBundle = async token => (await bundle.GetAsync(token)).Manifest?.Id,
        }))
        using (ClientProvider.Use(embedded))
        {
            await RunAsync(() => ServerTasks.Wide(Count));
            var floor = await TimesAsync(3, () => RunAsync(() => ServerTasks.Wide(Count)));
            Console.WriteLine($"{Count} tasks, per task: server {Median(server) / Count * 1000:0.0} µs, embedded with the same workers {Median(floor) / Count * 1000:0.0} µs, ratio {Median(server) / Median(floor):0.00}");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task ClientsAsync(ServerUnderTest server, int count)
    {
        const int Each = 5;
        var times = new ConcurrentBag<double>();
        var begin = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            await using var client = server.NewClient();
            using var use = ClientProvider.Use(client);
            for (var i = 0; i < Each; i++)
            {
                var watch = Stopwatch.StartNew();
                await RunAsync(ServerTasks.Hello, "a", "b");
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
        }));
        Print($"{count} clients, {Each} hellos each, one after the other", [.. times], "ms");
        Console.WriteLine($"  in all {count * Each / begin.Elapsed.TotalSeconds:0} dispatches/s; server memory {server.Memory >> 20} MiB");
    }

    private static async Task LargeAsync(ServerUnderTest server, HttpDispatcherClient client, int nodes)
    {
        var before = server.Memory;
        var watch = Stopwatch.StartNew();
        var id = await DispatchAsync(() => ServerTasks.Wide(nodes));
        Console.WriteLine($"{nodes} nodes: built, sent and registered in {watch.Elapsed.TotalSeconds:0.00} s");
        var wait = client.WaitAsync(id);
        var reads = new List<double>();
        // As many reads a second as several people with open pages cause, however long each takes.
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!wait.IsCompleted && await pace.WaitForNextTickAsync())
        {
            var read = Stopwatch.StartNew();
            switch (reads.Count % 3)
            {
                case 0:
                    await client.GetAsync(id);
                    break;
                case 1:
                    await client.ListAsync(new DispatchQuery());
                    break;
                default:
                    await client.GetNodesAsync(id, [.. Enumerable.Range(reads.Count % nodes, Math.Min(100, nodes - (reads.Count % nodes)))]);
                    break;
            }

            reads.Add(read.Elapsed.TotalMilliseconds);
        }

        Print($"reads while {nodes} nodes run", reads, "ms");
        Console.WriteLine($"  the dispatch took {watch.Elapsed.TotalSeconds:0.0} s and is {(await wait).Status.ToWord()}; server memory {before >> 20} → {server.Memory >> 20} MiB");
    }

    private static async Task<List<double>> TimesAsync(int count, Func<Task> act)
    {
        var times = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            var watch = Stopwatch.StartNew();
            await act();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return times;
    }

    public static void Print(string what, List<double> values, string unit)
    {
        values.Sort();
        double At(double part) => values[Math.Min(values.Count - 1, (int)(values.Count * part))];
        Console.WriteLine($"{what}: median {At(0.5):0.00}, p99 {At(0.99):0.00}, worst {values[^1]:0.00} {unit} ({values.Count} samples)");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static int Number(string[] arguments, string name, int fallback) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? int.Parse(arguments[at + 1]) : fallback;
}
