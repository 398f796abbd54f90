using System.Diagnostics;
using System.Text.Json.Nodes;
using Covalent.Benchmarks.Workers;
using Covalent.Executors.Channels;
using Covalent.Executors.Channels.Ssh;
using Microsoft.Extensions.Logging.Abstractions;
using static Covalent.Benchmarks.Remote.RemoteBenchmark;
using static Covalent.Workflow;

namespace Covalent.Benchmarks.Remote;

/// <summary>Tasks on a warm host over SSH, beside an empty command on an open connection.</summary>
internal static class SshFigures
{
    private const int Many = 1000;

    public static async Task RunAsync(RemoteRig rig)
    {
        var executor = TestMachines.Loopback();
        executor.RemoteCache = $"covalent-bench-{Guid.NewGuid():N}";
        await using var driver = rig.Open(executor);
        using var connections = new OpenConnections(executor.Port);
        await rig.RunAsync(driver, Adds(rig, 50), 4);
        var roundTrip = await RoundTripAsync();
        var single = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            single.Add((await rig.RunAsync(driver, Adds(rig, 1), 1)).TotalMilliseconds);
        }

        Print("ssh, warm host, one task at a time", new JsonObject { ["ms_a_task"] = Round(Median(single)), ["target_ms"] = 30, ["floor_round_trip_ms"] = Round(roundTrip), ["ratio"] = Round(Median(single) / roundTrip) });
        var many = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            many.Add((await rig.RunAsync(driver, Adds(rig, Many), Many)).TotalMilliseconds / Many);
        }

        Print($"ssh, warm host, {Many} tasks at once", new JsonObject { ["ms_a_task"] = Round(Median(many)), ["target_ms"] = 5, ["most_connections"] = connections.Most, ["cap"] = executor.MaxConnections });
    }

    private static Core.Execution.TaskAttempt[] Adds(RemoteRig rig, int count) => rig.Attempts(() => Electron(() => WorkerBenchmarkTasks.Add(1, 2)), count);

    private static async Task<double> RoundTripAsync()
    {
        var machine = TestMachines.Loopback();
        await using var channel = new SshChannel(machine.EndpointTo(machine.Hostname), TimeProvider.System, NullLogger.Instance);
        var times = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            var watch = Stopwatch.StartNew();
            await channel.RunAsync(new ShellCommand(ShellText.Verbatim(":")), CancellationToken.None);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return Median(times);
    }
}
