using System.Diagnostics;
using System.Globalization;
using Covalent.Core.Recording;
using Covalent.Engine;
using Covalent.Executors;

namespace Covalent.Benchmarks.Engine;

/// <summary>Builds a lattice, dispatches it and waits for its end, as a user's program would.</summary>
internal static class EngineBenchmark
{
    private const int WarmUpTasks = 2_000;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(1.5);

    public static async Task<int> RunAsync(string[] args)
    {
        var options = EngineOptions.Parse(args);
        var folder = Path.Combine(Path.GetTempPath(), "covalent-bench", Guid.NewGuid().ToString("N"));
        var measured = new List<EngineMeasurement>();
        try
        {
            await using var dispatcher = new EmbeddedDispatcher(new EmbeddedDispatcherOptions
            {
                DataFolder = folder,
                InMemory = !options.Durable,
                Synchronous = options.Full ? StoreSynchronous.Full : StoreSynchronous.Normal,
                DefaultExecutor = "local",
                Executors = spec => spec.ShortName == "local" ? new LocalExecutor { Mode = options.Executor } : null,
            });
            await WarmUpAsync(dispatcher, options, folder);
            for (var i = 0; i < options.Repeat; i++)
            {
                measured.Add(await MeasureAsync(dispatcher, options, options.Tasks, folder));
            }
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        var median = measured.OrderBy(m => m.RunSeconds).ElementAt(measured.Count / 2);
        Console.WriteLine(options.Json ? Line(options, median) : Table(options, median));
        return 0;
    }

    // Until the just-in-time compiler has made its second, optimised version of the hot methods.
    private static async Task WarmUpAsync(EmbeddedDispatcher dispatcher, EngineOptions options, string folder)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < WarmUpTime;)
        {
            await MeasureAsync(dispatcher, options, Math.Min(WarmUpTasks, options.Tasks), folder);
        }
    }

    private static async Task<EngineMeasurement> MeasureAsync(EmbeddedDispatcher dispatcher, EngineOptions options, int tasks, string folder)
    {
        var lattice = EngineShapes.Of(options.Shape, tasks);
        GC.Collect();
        var watch = Stopwatch.StartNew();
        var recorded = LatticeCall.Record(lattice.Method, lattice.Target, [], null);
        var build = watch.Elapsed;
        var cpu = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var sizeBefore = SizeOf(folder);
        var request = new DispatchRequest { DispatchId = Guid.CreateVersion7().ToString(), Graph = recorded.Graph, Lattice = recorded.Info };
        watch.Restart();
        await dispatcher.SubmitAsync(request);
        var registered = watch.Elapsed;
        var end = await dispatcher.WaitAsync(request.DispatchId);
        var run = watch.Elapsed;
        return end.Status == Status.Completed
            ? new EngineMeasurement(build.TotalSeconds, run.TotalSeconds, registered.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
                GC.GetTotalAllocatedBytes() - allocated, SizeOf(folder) - sizeBefore)
            : throw new InvalidOperationException($"The run ended as {end.Status.ToWord()}: {end.Error}");
    }

    private static string Line(EngineOptions options, EngineMeasurement m) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"shape":"{{options.Shape}}","tasks":{{options.Tasks}},"executor":"{{options.Executor}}","durable":{{(options.Durable ? "true" : "false")}},"buildSeconds":{{m.BuildSeconds:0.######}},"runSeconds":{{m.RunSeconds:0.######}},"perTaskMicros":{{m.RunSeconds / options.Tasks * 1e6:0.###}},"peakMegabytes":{{PeakMegabytes():0.#}}}""");

    private static string Table(EngineOptions options, EngineMeasurement m) => string.Create(CultureInfo.InvariantCulture, $"""
        {options.Shape} {options.Tasks} {options.Executor} {(options.Durable ? options.Full ? "FULL" : "NORMAL" : "memory")}
          build     {m.BuildSeconds / options.Tasks * 1e6,9:0.00} us a task
          register  {m.RegisterSeconds / options.Tasks * 1e6,9:0.00}
          run       {m.RunSeconds / options.Tasks * 1e6,9:0.00}   (registering included)
          CPU       {m.CpuSeconds / options.Tasks * 1e6,9:0.00}
          garbage   {m.AllocatedBytes / (double)options.Tasks,9:0} B
          disk      {m.DiskBytes / (double)options.Tasks,9:0} B
          floor     {EngineFloor.MicrosPerTask(options.Tasks),9:0.000} us a task of a bare loop over the same number of counters
          peak      {PeakMegabytes(),9:0.0} MB
        """);

    private static long SizeOf(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*.db", SearchOption.AllDirectories).Sum(file => file.Length) : 0;

    private static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }

    private sealed record EngineMeasurement(
        double BuildSeconds, double RunSeconds, double RegisterSeconds, double CpuSeconds, long AllocatedBytes, long DiskBytes);
}
