using System.Diagnostics;
using System.Text.Json.Nodes;
using Covalent.Benchmarks.Workers;
using static Covalent.Benchmarks.Remote.RemoteBenchmark;
using static Covalent.Workflow;

namespace Covalent.Benchmarks.Remote;

/// <summary>Tasks as Slurm jobs, beside plain <c>sbatch</c>.</summary>
internal static class SlurmFigures
{
    private const int Wide = 24;
    private const int Packed = 1000;

    public static async Task RunAsync(RemoteRig rig)
    {
        await using var driver = rig.Open(TestMachines.Cluster(rig.Folder));
        await rig.RunAsync(driver, Adds(rig, 1), 1);
        await CompareAsync(rig, driver, 1, 7);
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

    /// <summary>The executor beside three plain jobs, taken in turns on an idle cluster: one that runs the same worker on the same package, by a script somebody
    /// might write by hand; one that only starts the same .NET program; and one that does nothing at all.</summary>
    private static async Task CompareAsync(RemoteRig rig, Core.Execution.IExecutorDriver driver, int count, int repeats)
    {
        var package = Path.Combine(rig.Folder, "package");
        await TaskPackage.For(Adds(rig, 1)[0]).WriteToFileAsync(package, CancellationToken.None);
        var folder = AppContext.BaseDirectory.TrimEnd('/');
        string worker = string.Join(' ', new WorkerCommand { BundleFolder = folder, Application = "Covalent.Benchmarks", Package = package, Outcome = "outcome" }.ToArguments().Select(word => word == "outcome" ? "\"outcome.$SLURM_ARRAY_TASK_ID\"" : $"'{word}'"));
        (string Name, string Work)[] plains = [("worker", worker), ("dotnet", $"dotnet '{folder}/Covalent.Benchmarks.dll' nothing"), ("empty", "true")];
        var ours = new List<double>();
        var floors = plains.Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < repeats; i++)
        {
            for (var plain = 0; plain < plains.Length; plain++)
            {
                await IdleAsync();
                floors[plain].Add(await PlainAsync(rig.Folder, count, plains[plain].Work));
            }

            await IdleAsync();
            ours.Add((await rig.RunAsync(driver, Adds(rig, count), count)).TotalSeconds);
        }

        foreach (var ((name, _), floor) in plains.Zip(floors))
        {
            Print($"slurm, {count} job(s) at once, beside plain sbatch of {name}", new JsonObject
            {
                ["seconds"] = Round(Median(ours)),
                ["floor_sbatch_seconds"] = Round(Median(floor)),
                ["overhead_percent"] = Round((Median(ours) / Median(floor) - 1) * 100),
                ["target_percent"] = 15,
            });
        }
    }

    /// <summary>Waits until no job is left on the cluster, ending ones included, so that nothing measured pays for what was measured before.</summary>
    private static async Task IdleAsync()
    {
        while (true)
        {
            using var squeue = Process.Start(new ProcessStartInfo("squeue", ["-h", "-o", "%i"]) { RedirectStandardOutput = true })!;
            if (string.IsNullOrWhiteSpace(await squeue.StandardOutput.ReadToEndAsync()))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Seconds from <c>sbatch</c> to the moment the last job has left its mark.</summary>
    private static async Task<double> PlainAsync(string folder, int count, string work)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, $"plain-{Guid.NewGuid():N}")).FullName;
        var script = Path.Combine(place, "job.sh");
        await File.WriteAllTextAsync(script, $"#!/bin/bash\nsrun {work} && touch '{place}'/done.$SLURM_ARRAY_TASK_ID\n");
        var watch = Stopwatch.StartNew();
        using (var sbatch = Process.Start(new ProcessStartInfo("sbatch", ["--parsable", $"--array=0-{count - 1}", "-D", place, "-o", "out.%a", script]) { RedirectStandardOutput = true })!)
        {
            await sbatch.WaitForExitAsync();
        }

        while (Directory.GetFiles(place, "done.*").Length < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static Core.Execution.TaskAttempt[] Adds(RemoteRig rig, int count) => rig.Attempts(() => Electron(() => WorkerBenchmarkTasks.Add(1, 2)), count);
}
