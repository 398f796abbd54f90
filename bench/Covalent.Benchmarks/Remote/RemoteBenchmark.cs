using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Covalent.Executors;
using static Covalent.Workflow;

namespace Covalent.Benchmarks.Remote;

/// <summary>What tasks cost on the machines of eng/backends: one line of JSON for each figure, beside a floor measured in the same run.</summary>
internal static class RemoteBenchmark
{
    private const string Usage = "The back ends are not there; start them with: eval \"$(eng/backends/up.sh FOLDER)\"";

    public static async Task<int> RunAsync(ReadOnlyMemory<string> args)
    {
        string[] wanted = args.Length == 0 ? ["fresh", "far", "warm", "slurm", "packed"] : args.ToArray();
        await using var rig = await RemoteRig.CreateAsync();
        foreach (var what in wanted)
        {
            Task run = what switch
            {
                "fresh" => FreshHostAsync(rig, "loopback, with .NET", TestMachines.Loopback()),
                "far" => FreshHostAsync(rig, "second host, without .NET", TestMachines.Far()),
                "warm" => SshFigures.RunAsync(rig),
                "slurm" => SlurmFigures.RunAsync(rig),
                "packed" => SlurmFigures.PackedAsync(rig),
                _ => throw new ArgumentException($"'{what}' is not one of fresh, far, warm, slurm, packed."),
            };
            await run;
        }

        return 0;
    }

    public static string Test(string name) => Environment.GetEnvironmentVariable($"COVALENT_TEST_{name}") is { Length: > 0 } value ? value : throw new InvalidOperationException(Usage);

    public static void Print(string figure, JsonObject values)
    {
        values.Insert(0, "figure", figure);
        Console.WriteLine(values.ToJsonString());
    }

    public static double Round(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>The first and the second task on a host that has never seen this application.</summary>
    private static async Task FreshHostAsync(RemoteRig rig, string name, SshExecutor executor)
    {
        executor.RemoteCache = $"covalent-bench-{Guid.NewGuid():N}";
        executor.WorkerIdle = 1;
        await using var driver = rig.Open(executor);
        foreach (var nth in new[] { "first", "second" })
        {
            var before = rig.Bytes.Sent;
            var watch = Stopwatch.StartNew();
            await rig.RunAsync(driver, rig.Attempts(() => Electron(() => Workers.WorkerBenchmarkTasks.Add(1, 2)), 1), 1);
            Print("fresh host", new JsonObject
            {
                ["host"] = name,
                ["task"] = nth,
                ["seconds"] = Round(watch.Elapsed.TotalSeconds),
                ["bytes_sent"] = rig.Bytes.Sent - before,
            });
        }
    }
}
