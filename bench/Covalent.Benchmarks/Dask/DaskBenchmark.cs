using System.Diagnostics;
using System.Globalization;
using Covalent.Benchmarks.Workers;
using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Core.Recording;
using Covalent.Executors;
using Covalent.Executors.Dask;
using Microsoft.Extensions.Logging.Abstractions;
using static Covalent.Workflow;

namespace Covalent.Benchmarks.Dask;

/// <summary>What a C# task costs on a real cluster of two workers, beside what Dask's own client takes for as many tasks, turn by turn in one run.</summary>
internal static class DaskBenchmark
{
    private const int Rounds = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        int tasks = args is ["--tasks", var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 1000;
        var data = Directory.CreateTempSubdirectory("covalent-bench-").FullName;
        var cluster = LocalDaskCluster.Of(data, TimeProvider.System);
        try
        {
            LocalDaskState state = await cluster.StartAsync(new LocalDaskOptions { Workers = 2, ThreadsPerWorker = 1, Nanny = false, MemoryPerWorker = "0" }, CancellationToken.None);
            await MeasureAsync(data, state, tasks);
            return 0;
        }
        finally
        {
            await cluster.StopAsync(CancellationToken.None);
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task MeasureAsync(string data, LocalDaskState state, int tasks)
    {
        using var floor = new DaskFloor(state.Python, state.Address);
        var bundle = (await ApplicationBundle.For(data, TimeProvider.System).GetAsync()).Manifest!.Id;
        var executor = new DaskExecutor { SchedulerAddress = state.Address, PythonPath = state.Python, RemoteCache = Path.Combine(data, "cache"), LogStdout = "", LogStderr = "" };
        await using var driver = executor.CreateDriver(HostOf(data, bundle));
        var watch = Stopwatch.StartNew();
        await RunAsync(driver, bundle, 1, 1);
        Print("first task: bridge, code and worker processes included", watch.Elapsed.TotalMilliseconds);
        await RunAsync(driver, bundle, 50, 50);
        floor.Measure("plain", 50, 50);
        floor.Measure("process", 50, 50);
        await CompareAsync($"{tasks} tasks handed over at once", floor, driver, bundle, tasks, tasks);
        await CompareAsync("one task at a time", floor, driver, bundle, Math.Max(1, tasks / 20), 1);
    }

    private static async Task CompareAsync(string what, DaskFloor floor, IExecutorDriver driver, string bundle, int tasks, int atOnce)
    {
        var (plain, process, mine) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            plain.Add(floor.Measure("plain", tasks, atOnce));
            process.Add(floor.Measure("process", tasks, atOnce));
            mine.Add(await RunAsync(driver, bundle, tasks, atOnce));
        }

        Console.WriteLine($"{what}, milliseconds a task, median of {Rounds} rounds");
        Print("  Dask, a Python call in its worker", Median(plain));
        Print("  Dask, a process started by its worker", Median(process));
        Print("  C# task", Median(mine));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  C# to Python call {Median(mine) / Median(plain):0.00}, C# to process {Median(mine) / Median(process):0.00}"));
    }

    private static ExecutorHost HostOf(string data, string bundle) => new()
    {
        Clock = TimeProvider.System,
        Loggers = NullLoggerFactory.Instance,
        DataFolder = data,
        ResultsFolder = data,
        OwnBundle = bundle,
        Bundles = new BundleStore(data, TimeProvider.System),
    };

    /// <summary>Milliseconds a task.</summary>
    private static async Task<double> RunAsync(IExecutorDriver driver, string bundle, int tasks, int atOnce)
    {
        var lattice = () => Electron(() => WorkerBenchmarkTasks.Add(1, 2));
        var graph = LatticeCall.Record(lattice.Method, lattice.Target, [], null).Graph;
        var attempts = Enumerable.Range(0, tasks).Select(_ => new TaskAttempt
        {
            Dispatch = new TaskDispatch { DispatchId = Guid.CreateVersion7().ToString(), Graph = graph, BundleId = bundle, Values = new NoValues() },
            NodeId = graph.NodeCount - 1,
            Number = 1,
            Options = ElectronOptions.None,
        }).ToArray();
        var events = new WindowEvents(driver, attempts, atOnce);
        var watch = Stopwatch.StartNew();
        events.Begin();
        await events.Done;
        return watch.Elapsed.TotalMilliseconds / tasks;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(string what, double milliseconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-60} {milliseconds,9:0.00} ms"));

    private sealed class NoValues : INodeValues
    {
        public EncodedValue GetEncoded(int nodeId) => throw new InvalidOperationException("The task has no inputs.");

        public bool TryGetShared(int nodeId, out object? value)
        {
            value = null;
            return false;
        }
    }
}
