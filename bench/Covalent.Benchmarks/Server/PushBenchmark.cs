using System.Diagnostics;
using System.Globalization;
using static Covalent.Workflow;

namespace Covalent.Benchmarks.Server;

/// <summary>How long after it was decided a status reaches a client that already waits for it, and whether the server stood still for a collection meanwhile.</summary>
internal static class PushBenchmark
{
    // Until here methods of the server are still being compiled, which is what a later client does not see.
    private const int Warmup = 500;
    private const int Slowest = 5;

    public static async Task MeasureAsync(ServerUnderTest server, HttpDispatcherClient client, int count)
    {
        using var http = new HttpClient();
        await RepeatAsync(Warmup, server, client, http, "status reaches a waiting client, the first after the start");
        await RepeatAsync(count, server, client, http, "status reaches a waiting client, warm");
    }

    private static async Task RepeatAsync(int count, ServerUnderTest server, HttpDispatcherClient client, HttpClient http, string what)
    {
        var pushes = new List<(double Delay, double Pause)>(count);
        var floor = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            var watch = Stopwatch.StartNew();
            var before = await PauseAsync(server, http);
            floor.Add(watch.Elapsed.TotalMilliseconds);
            if (await OneAsync(client) is { } delay)
            {
                pushes.Add((delay, await PauseAsync(server, http) - before));
            }
        }

        ServerBenchmark.Print(what, [.. pushes.Select(push => push.Delay)], "ms");
        ServerBenchmark.Print("  floor: one request and its answer in between", floor, "ms");
        Console.WriteLine($"  {count - pushes.Count} clients were not there yet when it ended; {pushes.Count(push => push.Delay > 5)} took more than 5 ms; the slowest: "
            + string.Join(", ", pushes.OrderByDescending(push => push.Delay).Take(Slowest).Select(push => string.Create(CultureInfo.InvariantCulture, $"{push.Delay:0.0} ({push.Pause:0.0} of collecting)"))));
    }

    private static async Task<double> PauseAsync(ServerUnderTest server, HttpClient http) => 1000 * double.Parse(
        (await http.GetStringAsync(new Uri(server.Address, "metrics"))).Split('\n').First(line => line.StartsWith("dotnet_gc_pause_seconds_total ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    /// <returns>Null where the client was told of the state for the first time after the end.</returns>
    private static async Task<double?> OneAsync(HttpDispatcherClient client)
    {
        var id = await DispatchAsync(ServerTasks.Pondering, "a");
        var (first, last) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        await foreach (var e in client.WatchAsync(id))
        {
            last = TimeProvider.System.GetUtcNow();
            first = first < last ? first : last;
        }

        var ended = (await client.GetAsync(id)).EndedAt!.Value;
        return first < ended ? (last - ended).TotalMilliseconds : null;
    }
}
