using System.Diagnostics;
using System.Globalization;
using Covalent.Engine.Storage;
using Covalent.Engine.Storage.Sqlite;
using static Covalent.Workflow;

namespace Covalent.Benchmarks.Engine;

/// <summary>Single moments people wait for: hello, a run with nothing to do, the first task after a crash.</summary>
internal static class EngineScenarios
{
    private const int Hellos = 201;
    private const int CachedTasks = 1_000;
    private const int CachedRuns = 101;
    private const int ResumedTasks = 100_000;
    private const int ResumedRuns = 5;

    public static async Task<int> RunAsync()
    {
        Print("hello, dispatch to result, warm, durable", "ms", await HelloAsync(EngineOptions.Parse([])));
        Print("hello, dispatch to result, warm, FULL", "ms", await HelloAsync(EngineOptions.Parse(["--full", "true"])));
        Print("1,000 tasks taken from the cache, dispatch to end", "ms", await CachedAsync());
        Print("1,000 tasks of an unchanged redispatch with reuse", "ms", await ReusedAsync());
        Print("100,000-task run with half of it done, opening to first resumed task", "ms", await ResumedAsync());
        return 0;
    }

    private static async Task<List<double>> HelloAsync(EngineOptions options)
    {
        await using var rig = await EngineRig.OpenAsync(options);
        var times = new List<double>();
        for (var i = 0; i < Hellos; i++)
        {
            var watch = Stopwatch.StartNew();
            var id = await rig.RunAsync(rig.Request(EngineRig.Record(Hello)));
            var value = (await rig.Dispatcher.GetResultAsync(id))!.Decode<int>();
            times.Add(value == 2 ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"Hello gave {value}."));
        }

        return [.. times.Skip(1)];
    }

    private static async Task<List<double>> CachedAsync()
    {
        await using var rig = await EngineRig.OpenAsync(EngineOptions.Parse([]));
        await rig.RunAsync(rig.Request(EngineRig.Record(Cached)));
        var times = new List<double>();
        for (var i = 0; i < CachedRuns; i++)
        {
            var request = rig.Request(EngineRig.Record(Cached));
            var watch = Stopwatch.StartNew();
            await rig.RunAsync(request);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return times;
    }

    private static async Task<List<double>> ReusedAsync()
    {
        await using var rig = await EngineRig.OpenAsync(EngineOptions.Parse([]));
        var first = await rig.RunAsync(rig.Request(EngineRig.Record(EngineShapes.Of("layers", CachedTasks))));
        var times = new List<double>();
        for (var i = 0; i < CachedRuns; i++)
        {
            var graph = EngineRig.Record(EngineShapes.Of("layers", CachedTasks)).Graph;
            var watch = Stopwatch.StartNew();
            var request = new RedispatchRequest { DispatchId = first, NewDispatchId = Guid.CreateVersion7().ToString(), Graph = graph, ReusePreviousResults = true };
            await rig.Dispatcher.WaitAsync(await rig.Dispatcher.RedispatchAsync(request));
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return times;
    }

    private static async Task<List<double>> ResumedAsync()
    {
        var times = new List<double>();
        for (var i = 0; i < ResumedRuns; i++)
        {
            var folder = Path.Combine(Path.GetTempPath(), "covalent-bench", Guid.NewGuid().ToString("N"));
            try
            {
                var id = await LeaveHalfDoneAsync(folder);
                var watch = Stopwatch.StartNew();
                await using var rig = await EngineRig.OpenAsync(EngineOptions.Parse([]), folder);
                await rig.Dispatcher.ResumeAsync();
                await foreach (var e in rig.Dispatcher.WatchAsync(id))
                {
                    if (e is NodeStatusChanged { Status: Status.Completed, NodeId: >= ResumedTasks / 2 })
                    {
                        times.Add(watch.Elapsed.TotalMilliseconds);
                        break;
                    }
                }

                await rig.Dispatcher.CancelAsync(id);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return times;
    }

    /// <summary>Writes what an engine leaves that was killed in the middle: half of the nodes stored, a window of them started.</summary>
    private static async Task<string> LeaveHalfDoneAsync(string folder)
    {
        const int Window = 1000;
        await using var store = new SqliteStore(folder, Covalent.Engine.StoreSynchronous.Normal);
        await store.OpenAsync(CancellationToken.None);
        var owner = await store.EnterOwnerAsync(new OwnerRecord(0, "gone", 1, 1, "gone.lock"), CancellationToken.None);
        var recorded = EngineRig.Record(EngineShapes.Of("wide", ResumedTasks));
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        Covalent.Core.Graph.GraphCodec.Write(bytes, recorded.Graph);
        var request = new DispatchRequest { DispatchId = Guid.CreateVersion7().ToString(), Graph = recorded.Graph, Lattice = recorded.Info };
        var registration = new DispatchRegistration { Key = new DispatchKey(request.DispatchId), Request = request, Graph = bytes.WrittenMemory, CreatedAt = 1, Owner = owner };
        var batch = new WriteBatch();
        batch.Registrations.Add(registration);
        var outcome = new Covalent.Core.Execution.TaskOutcome { Status = Status.Completed, Result = new(PayloadCodecs.Binary, new byte[] { 2 }), StartedAt = 2, EndedAt = 3 };
        batch.Starts.AddRange(Enumerable.Range(0, (ResumedTasks / 2) + Window).Select(node => new NodeStart(registration.Key, node, 1, 0)));
        batch.Ends.AddRange(Enumerable.Range(0, ResumedTasks / 2).Select(node => new NodeEnd(registration.Key, node, 1, Status.Completed, outcome)));
        await store.CommitAsync(batch, CancellationToken.None);
        return request.DispatchId;
    }

    private static Node<int> Hello()
    {
        var one = Electron(() => EngineTasks.One());
        return Electron(() => EngineTasks.Next(one));
    }

    private static Node<int> Cached()
    {
        var options = new ElectronOptions { Cache = true };
        var last = Electron(() => EngineTasks.Next(0), options: options);
        for (var i = 1; i < CachedTasks; i++)
        {
            var input = i;
            last = Electron(() => EngineTasks.Next(input), options: options);
        }

        return last;
    }

    private static void Print(string what, string unit, List<double> times)
    {
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-72} median {times[times.Count / 2],8:0.00} {unit}   best {times[0],8:0.00}   worst {times[^1],8:0.00}"));
    }
}
