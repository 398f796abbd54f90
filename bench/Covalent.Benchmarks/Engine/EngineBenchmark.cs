using System.Diagnostics;
using System.Globalization;

namespace Covalent.Benchmarks.Engine;

/// <summary>Builds a lattice, dispatches it and waits for its end, as a user's program would. The median run is printed.</summary>
internal static class EngineBenchmark
{
    private const int WarmUpTasks = 2_000;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(1.5);

    public static async Task<int> RunAsync(string[] args)
    {
        var options = EngineOptions.Parse(args);
        var measured = new List<EngineMeasurement>();
        await using (var rig = await EngineRig.OpenAsync(options))
        {
            await WarmUpAsync(rig, options);
            for (var i = 0; i < options.Repeat; i++)
            {
                measured.Add(await MeasureAsync(rig, options, options.Tasks));
            }
        }

        var median = measured.OrderBy(m => m.RunSeconds).ElementAt(measured.Count / 2);
        Console.WriteLine(options.Json ? Line(options, median) : Table(options, median));
        return 0;
    }

    // Until the just-in-time compiler has made its second, optimised version of the hot methods.
    private static async Task WarmUpAsync(EngineRig rig, EngineOptions options)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < WarmUpTime;)
        {
            await MeasureAsync(rig, options, Math.Min(WarmUpTasks, options.Tasks));
        }
    }

    private static async Task<EngineMeasurement> MeasureAsync(EngineRig rig, EngineOptions options, int tasks)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        var request = rig.Request(EngineRig.Record(EngineShapes.Of(options.Shape, tasks)));
        var build = watch.Elapsed;
        var cpu = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var disk = rig.DatabaseBytes();
        watch.Restart();
        await rig.RunAsync(request);
        var run = watch.Elapsed;
        return new EngineMeasurement(build.TotalSeconds, run.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            GC.GetTotalAllocatedBytes() - allocated, rig.DatabaseBytes() - disk);
    }

    private static string Line(EngineOptions options, EngineMeasurement m) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"shape":"{{options.Shape}}","tasks":{{options.Tasks}},"executor":"{{options.Executor}}","durable":{{(options.Durable ? "true" : "false")}},"buildSeconds":{{m.BuildSeconds:0.######}},"runSeconds":{{m.RunSeconds:0.######}},"perTaskMicros":{{m.RunSeconds / options.Tasks * 1e6:0.###}},"peakMegabytes":{{PeakMegabytes():0.#}}}""");

    private static string Table(EngineOptions options, EngineMeasurement m) => string.Create(CultureInfo.InvariantCulture, $"""
        {options.Shape} {options.Tasks} {options.Executor} {(options.Durable ? options.Full ? "FULL" : "NORMAL" : "memory")}
          build     {m.BuildSeconds / options.Tasks * 1e6,9:0.00} us a task
          run       {m.RunSeconds / options.Tasks * 1e6,9:0.00}   (registering included)
          CPU       {m.CpuSeconds / options.Tasks * 1e6,9:0.00}
          garbage   {m.AllocatedBytes / (double)options.Tasks,9:0} B
          disk      {m.DiskBytes / (double)options.Tasks,9:0} B more in database and log
          floor     {EngineFloor.MicrosPerTask(options.Tasks),9:0.000} us a task of a bare loop over the same number of counters
          peak      {PeakMegabytes(),9:0.0} MB
        """);

    private static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }

    private sealed record EngineMeasurement(double BuildSeconds, double RunSeconds, double CpuSeconds, long AllocatedBytes, long DiskBytes);
}
