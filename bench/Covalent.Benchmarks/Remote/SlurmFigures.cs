using System.Diagnostics;
using System.Text.Json.Nodes;
using Covalent.Benchmarks.Workers;
using static Covalent.Benchmarks.Remote.RemoteBenchmark;
using static Covalent.Workflow;

namespace Covalent.Benchmarks.Remote;

/// <summary>Tasks as Slurm jobs, beside plain <c>sbatch</c> of the same .NET program doing nothing, taken in turns.</summary>
internal static class SlurmFigures
{
    private const int Wide = 24;
    private const int Packed = 1000;

    public static async Task RunAsync(RemoteRig rig)
    {
        await using var driver = rig.Open(TestMachines.Cluster(rig.Folder));
        await rig.RunAsync(driver, Adds(rig, 1), 1);
        await CompareAsync(rig, driver, 1, 9);
        await CompareAsync(rig, driver, Wide, 3);
    }

    public static async Task PackedAsync(RemoteRig rig)
    {
        var executor = TestMachines.Cluster(rig.Folder);
        executor.TasksPerJob = Packed / 4;
        await using var driver = rig.Open(executor);
        await rig.RunAsync(driver, Adds(rig, 1), 1);
        var times = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            times.Add((await rig.RunAsync(driver, Adds(rig, Packed), Packed)).TotalMilliseconds / Packed);
        }

        Print($"slurm, {Packed} tasks packed into 4 jobs", new JsonObject { ["ms_a_task"] = Round(Median(times)), ["target_ms"] = 10 });
    }

    private static async Task CompareAsync(RemoteRig rig, Core.Execution.IExecutorDriver driver, int count, int repeats)
    {
        var (plain, ours) = (new List<double>(), new List<double>());
        for (var i = 0; i < repeats; i++)
        {
            plain.Add(await PlainAsync(rig.Folder, count));
            ours.Add((await rig.RunAsync(driver, Adds(rig, count), count)).TotalSeconds);
        }

        Print($"slurm, {count} job(s) at once", new JsonObject
        {
            ["seconds"] = Round(Median(ours)),
            ["floor_sbatch_seconds"] = Round(Median(plain)),
            ["overhead_percent"] = Round((Median(ours) / Median(plain) - 1) * 100),
            ["target_percent"] = 15,
        });
    }

    /// <summary>Seconds from <c>sbatch</c> to the moment the last job has left its mark.</summary>
    private static async Task<double> PlainAsync(string folder, int count)
    {
        var work = Directory.CreateDirectory(Path.Combine(folder, $"plain-{Guid.NewGuid():N}")).FullName;
        var program = Path.Combine(AppContext.BaseDirectory, "Covalent.Benchmarks.dll");
        var script = Path.Combine(work, "job.sh");
        await File.WriteAllTextAsync(script, $"#!/bin/bash\nsrun dotnet '{program}' nothing && touch '{work}'/done.$SLURM_ARRAY_TASK_ID\n");
        var watch = Stopwatch.StartNew();
        using (var sbatch = Process.Start(new ProcessStartInfo("sbatch", ["--parsable", $"--array=0-{count - 1}", "-D", work, "-o", "out.%a", script]) { RedirectStandardOutput = true })!)
        {
            await sbatch.WaitForExitAsync();
        }

        while (Directory.GetFiles(work, "done.*").Length < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static Core.Execution.TaskAttempt[] Adds(RemoteRig rig, int count) => rig.Attempts(() => Electron(() => WorkerBenchmarkTasks.Add(1, 2)), count);
}
