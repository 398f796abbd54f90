using System.Diagnostics;
using System.Globalization;
using static Covalent.Workflow;

namespace Covalent.Benchmarks.Server;

/// <summary>Whether a server's memory stays flat: a steady mixed load for as long as wanted, with a look at the process every ten seconds.</summary>
internal static class SoakBenchmark
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    public static async Task<int> MeasureAsync(string[] arguments)
    {
        var minutes = Number(arguments, "--minutes", 30);
        var rate = Number(arguments, "--rate", 5);
        await using var server = await ServerUnderTest.StartAsync();
        await using var client = server.NewClient();
        using var use = ClientProvider.Use(client);
        await RunAsync(ServerTasks.Hello, "Hello", "World");
        using var over = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        var load = LoadAsync(client, rate, over.Token);
        var samples = await SampleAsync(server, over.Token);
        var (done, failed) = await load;
        Console.WriteLine($"{minutes} minutes, {done} dispatches ({done / minutes / 60} a second), {failed} calls failed, {samples.Count} samples");
        SoakSample.Print("resident MiB", samples, s => s.Resident);
        SoakSample.Print("managed heap MiB", samples, s => s.Heap);
        SoakSample.Print("held by the collector MiB", samples, s => s.Committed);
        SoakSample.Print("handles", samples, s => s.Handles);
        SoakSample.Print("threads", samples, s => s.Threads);
        return SoakSample.Judge(samples) && failed == 0 ? 0 : 1;
    }

    private static async Task<List<SoakSample>> SampleAsync(ServerUnderTest server, CancellationToken over)
    {
        using var http = new HttpClient();
        var samples = new List<SoakSample>();
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                var sample = await SoakSample.TakeAsync(server.Id, http, server.Address, watch.Elapsed.TotalMinutes);
                samples.Add(sample);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{sample.Minute:0.0} min: resident {sample.Resident:0.0} MiB, heap {sample.Heap:0.0} of {sample.Committed:0.0} MiB, native {sample.Parts.Native:0.0} MiB, handles {sample.Handles}, threads {sample.Threads}"));
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }

        return samples;
    }

    private static async Task<(int Done, int Failed)> LoadAsync(HttpDispatcherClient client, int rate, CancellationToken over)
    {
        var (done, failed) = (0, 0);
        var running = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
        try
        {
            for (var number = 0; await timer.WaitForNextTickAsync(over); number++)
            {
                running.RemoveAll(task => task.IsCompleted);
                if (running.Count < 50)
                {
                    running.Add(OneAsync(number));
                }
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(running);
        }

        return (done, failed);

        async Task OneAsync(int number)
        {
            try
            {
                await ActAsync(client, number);
                Interlocked.Increment(ref done);
            }
            catch (Exception e) when (e is CovalentException or HttpRequestException or IOException)
            {
                Interlocked.Increment(ref failed);
                Console.WriteLine($"call {number} failed: {e.Message}");
            }
        }
    }

    private static async Task ActAsync(HttpDispatcherClient client, int number)
    {
        switch (number % 10)
        {
            case 0:
                await RunAsync(() => ServerTasks.Wide(200));
                break;
            case 1:
                await RunAsync(SoakTasks.Large, 2_000_000);
                break;
            case 2:
                await RunAsync(SoakTasks.Nested, 5);
                break;
            case 3:
                var talking = await DispatchAsync(SoakTasks.Talking, 200);
                await WatchAsync(client, talking);
                await client.GetNodeStreamAsync(talking, 1, OutputStream.Stdout);
                break;
            case 4:
                await client.WaitAsync(await DispatchAsync(SoakTasks.Failing));
                break;
            case 5 when number % 50 == 5:
                var lingering = await DispatchAsync(SoakTasks.Lingering);
                await client.CancelAsync(lingering);
                await client.WaitAsync(lingering);
                break;
            case 6:
                await client.ListAsync(new DispatchQuery { Count = 100 });
                await RunAsync(ServerTasks.Hello, "a", "b");
                break;
            case 7 when number % 100 == 7:
                await DeleteOldAsync(client);
                break;
            default:
                await WatchAsync(client, await DispatchAsync(ServerTasks.Hello, "a", "b"));
                break;
        }
    }

    private static async Task WatchAsync(HttpDispatcherClient client, string id)
    {
        await foreach (var e in client.WatchAsync(id))
        {
            _ = e;
        }
    }

    // What a server's retention does: the newest thousand stay.
    private static async Task DeleteOldAsync(HttpDispatcherClient client)
    {
        var old = await client.ListAsync(new DispatchQuery { Statuses = [Status.Completed, Status.Failed, Status.Cancelled], Offset = 1000, Count = 500 });
        await client.DeleteAsync([.. old.Dispatches.Select(dispatch => dispatch.DispatchId)]);
    }

    private static int Number(string[] arguments, string name, int fallback) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : fallback;
}
