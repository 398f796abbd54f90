using System.Collections.Specialized;
using System.Diagnostics;
using System.Globalization;
using Hangfire;
using Hangfire.InMemory;
using Quartz;

namespace Covalent.Benchmarks.Engine;

/// <summary>The same independent trivial tasks through other .NET schedulers and through none, in the same process and minute as ours.</summary>
internal static class EnginePeers
{
    private const int Tasks = 10_000;
    private const int Rounds = 3;
    private static int _left;
    private static TaskCompletionSource _done = new();

    public static async Task<int> RunAsync()
    {
        await ShowAsync("floor: counters and a channel, 2 readers", () => Task.FromResult(EngineFloor.MicrosPerTask(Tasks) * Tasks / 1e6));
        await ShowAsync("Task.WhenAll over async methods", WhenAllAsync);
        await using (var memory = await EngineRig.OpenAsync(EngineOptions.Parse(["--durable", "false"])))
        {
            await ShowAsync("Covalent, memory", () => OursAsync(memory));
        }

        await using (var durable = await EngineRig.OpenAsync(EngineOptions.Parse([])))
        {
            await ShowAsync("Covalent, durable (NORMAL), registering included", () => OursAsync(durable));
        }

        await ShowAsync("Quartz in memory", QuartzAsync);
        await ShowAsync("Hangfire in memory, 2 workers", HangfireAsync);
        return 0;
    }

    /// <summary>What the schedulers call.</summary>
    public static void Body()
    {
        EngineTasks.One();
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _done.SetResult();
        }
    }

    private static async Task ShowAsync(string name, Func<Task<double>> round)
    {
        var seconds = new List<double>();
        var cpu = new List<double>();
        // The first rounds warm up.
        for (var i = 0; i < 2 + Rounds; i++)
        {
            GC.Collect();
            var before = Environment.CpuUsage.TotalTime;
            var took = await round();
            if (i >= 2)
            {
                seconds.Add(took);
                cpu.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
            }
        }

        seconds.Sort();
        cpu.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-52} {seconds[Rounds / 2] / Tasks * 1e6,9:0.00} us a task   CPU {cpu[Rounds / 2] / Tasks * 1e6,9:0.00}"));
    }

    private static async Task<double> OursAsync(EngineRig rig)
    {
        var request = rig.Request(EngineRig.Record(EngineShapes.Of("wide", Tasks)));
        var watch = Stopwatch.StartNew();
        await rig.RunAsync(request);
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> WhenAllAsync()
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(_ => OneAsync()));
        return watch.Elapsed.TotalSeconds;

        static async Task<int> OneAsync()
        {
            await Task.Yield();
            return EngineTasks.One();
        }
    }

    private static async Task<double> QuartzAsync()
    {
        Reset();
        var properties = new NameValueCollection { ["quartz.scheduler.instanceName"] = Guid.NewGuid().ToString(), ["quartz.threadPool.maxConcurrency"] = "2" };
        var scheduler = await QuartzSchedulerBuilder.Create(static _ => { }).UseProperties(properties).BuildScheduler(CancellationToken.None);
        await scheduler.Start(CancellationToken.None);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Tasks; i++)
        {
            await scheduler.ScheduleJob(JobBuilder.Create<QuartzBody>().Build(), TriggerBuilder.Create().StartNow().Build());
        }

        await _done.Task;
        var took = watch.Elapsed.TotalSeconds;
        await scheduler.Shutdown();
        return took;
    }

    private static async Task<double> HangfireAsync()
    {
        Reset();
        using var storage = new InMemoryStorage();
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = 2 }, storage);
        var client = new BackgroundJobClient(storage);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Tasks; i++)
        {
            client.Enqueue(() => Body());
        }

        await _done.Task;
        return watch.Elapsed.TotalSeconds;
    }

    private static void Reset()
    {
        _left = Tasks;
        _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A Quartz job around the body.</summary>
    public sealed class QuartzBody : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            Body();
            return ValueTask.CompletedTask;
        }
    }
}
