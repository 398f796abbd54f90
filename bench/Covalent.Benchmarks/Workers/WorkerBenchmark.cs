using System.Diagnostics;
using System.Globalization;
using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Core.Recording;
using Covalent.Executors;
using Microsoft.Extensions.Logging.Abstractions;
using static Covalent.Workflow;

namespace Covalent.Benchmarks.Workers;

/// <summary>What bundles and warm worker processes cost, without an engine around them.</summary>
internal static class WorkerBenchmark
{
    private const int Tasks = 20_000;
    private static readonly int[] Windows = [1, 2, 8, 32];

    public static async Task<int> RunAsync()
    {
        var data = Directory.CreateTempSubdirectory("covalent-bench-").FullName;
        try
        {
            var bundle = await BundleAsync(data);
            await WorkersAsync(data, bundle);
            return 0;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<string> BundleAsync(string data)
    {
        var application = ApplicationBundle.For(data, TimeProvider.System);
        var watch = Stopwatch.StartNew();
        var manifest = (await application.GetAsync()).Manifest!;
        Print($"bundle, first call (copy and hash {manifest.Files.Count} files, {manifest.Files.Sum(file => file.Length) / 1e6:0.0} MB)", watch.Elapsed.TotalMilliseconds, "ms");
        Print("bundle, later calls", Median(1000, () => application.GetAsync()), "us");
        Print("folder still unchanged? (asked at each worker start)", Median(50, () => application.IsFolderUnchanged()), "us");
        watch.Restart();
        BundleTree.In(data, manifest, new BundleStore(data, TimeProvider.System));
        Print("folder of hard links to the stored bundle", watch.Elapsed.TotalMilliseconds, "ms");
        return manifest.Id;
    }

    private static async Task WorkersAsync(string data, string bundle)
    {
        var host = new ExecutorHost
        {
            Clock = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
            DataFolder = data,
            ResultsFolder = data,
            OwnBundle = bundle,
            Bundles = new BundleStore(data, TimeProvider.System),
        };
        var starts = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            await using var fresh = new LocalExecutor { Mode = LocalExecutor.Process, Workers = 1 }.CreateDriver(host);
            starts.Add(await MeasureAsync(fresh, Add(bundle), 1, 1) / 1000);
        }

        Print("worker start to first task", starts.Order().ElementAt(3), "ms");
        Print("CPU time of a worker up to its first task", await FirstTaskCpuAsync(host, bundle), "ms");
        await using var driver = new LocalExecutor { Mode = LocalExecutor.Process, Workers = Environment.ProcessorCount }.CreateDriver(host);
        for (var i = 0; i < 4; i++)
        {
            await MeasureAsync(driver, Add(bundle), Tasks, 64);
        }

        foreach (var window in Windows)
        {
            Print($"a task, {window} in flight", await MedianAsync(() => MeasureAsync(driver, Add(bundle), Tasks, window)), "us");
        }

        Print("a task, all handed over at once", await MedianAsync(() => MeasureAsync(driver, Add(bundle), Tasks, Tasks)), "us");
        await MeasureAsync(driver, Large(bundle), 3000, 8);
        Print("a task with a 64 KiB argument, 8 in flight", await MedianAsync(() => MeasureAsync(driver, Large(bundle), 3000, 8)), "us");
    }

    // Steadier than the clock on a busy machine.
    private static async Task<double> FirstTaskCpuAsync(ExecutorHost host, string bundle)
    {
        var times = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            await using var fresh = new LocalExecutor { Mode = LocalExecutor.Process, Workers = 1 }.CreateDriver(host);
            var attempt = Last(() => Electron(() => WorkerBenchmarkTasks.CpuMicroseconds()), bundle, []);
            var events = new WindowEvents(fresh, [attempt], 1);
            events.Begin();
            await events.Done;
            times.Add((int)ValueCodec.For<int>().Decode(events.Last!.Result.Bytes.Span)! / 1000.0);
        }

        return times.Order().ElementAt(3);
    }

    /// <summary>Microseconds a task, with a fixed number of them in flight.</summary>
    private static async Task<double> MeasureAsync(IExecutorDriver driver, TaskAttempt like, int count, int window)
    {
        var attempts = Enumerable.Range(0, count).Select(_ => new TaskAttempt { Dispatch = like.Dispatch, NodeId = like.NodeId, Number = 1, Options = like.Options }).ToArray();
        var events = new WindowEvents(driver, attempts, window);
        var watch = Stopwatch.StartNew();
        events.Begin();
        await events.Done;
        return watch.Elapsed.TotalMicroseconds / count;
    }

    private static TaskAttempt Add(string bundle) => Last(() => Electron(() => WorkerBenchmarkTasks.Add(1, 2)), bundle, []);

    private static TaskAttempt Large(string bundle)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        ValueCodec.For<byte[]>().Encode(new byte[64 << 10], output);
        return Last(
            () =>
            {
                var bytes = Electron(() => WorkerBenchmarkTasks.Nothing());
                return Electron(() => WorkerBenchmarkTasks.Length(bytes));
            },
            bundle,
            new() { [0] = new EncodedValue(PayloadCodecs.Binary, output.WrittenMemory) });
    }

    private static TaskAttempt Last(Func<Node<int>> lattice, string bundle, Dictionary<int, EncodedValue> values)
    {
        var graph = LatticeCall.Record(lattice.Method, lattice.Target, [], null).Graph;
        var dispatch = new TaskDispatch { DispatchId = Guid.CreateVersion7().ToString(), Graph = graph, BundleId = bundle, Values = new FixedValues(values) };
        return new TaskAttempt { Dispatch = dispatch, NodeId = graph.NodeCount - 1, Number = 1, Options = ElectronOptions.None };
    }

    private static double Median<T>(int count, Func<T> call)
    {
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var watch = Stopwatch.StartNew();
            call();
            times.Add(watch.Elapsed.TotalMicroseconds);
        }

        return times.Order().ElementAt(count / 2);
    }

    private static async Task<double> MedianAsync(Func<Task<double>> measure)
    {
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            times.Add(await measure());
        }

        return times.Order().ElementAt(2);
    }

    private static void Print(string what, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-72} {value,10:0.00} {unit}"));

    private sealed class FixedValues(Dictionary<int, EncodedValue> values) : INodeValues
    {
        public EncodedValue GetEncoded(int nodeId) => values[nodeId];

        public bool TryGetShared(int nodeId, out object? value)
        {
            value = null;
            return false;
        }
    }
}
