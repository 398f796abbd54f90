using System.Diagnostics;
using static Covalent.Workflow;

namespace Covalent.Benchmarks.Server;

/// <summary>How long after it was decided a status reaches a client that already waits for it, and what the slowest were kept by.</summary>
internal static class PushBenchmark
{
    private const int Warmup = 200;

    public static async Task MeasureAsync(ServerUnderTest server, HttpDispatcherClient client, int count)
    {
        for (var i = 0; i < Warmup; i++)
        {
            await OneAsync(client);
        }

        using var http = new HttpClient();
        var pushes = new List<(double Delay, string Why)>();
        var late = 0;
        for (var i = 0; i < count; i++)
        {
            var gcHere = GC.CollectionCount(0);
            var before = await CollectionsAsync(server, http);
            var delay = await OneAsync(client);
            if (delay is null)
            {
                late++;
                continue;
            }
            pushes.Add((delay.Value, $"#{i} gc here {GC.CollectionCount(0) - gcHere}, server pause ms {1000*(await CollectionsAsync(server, http) - before):0.00}"));
        }

        pushes.Sort((a, b) => a.Delay.CompareTo(b.Delay));
        double At(double part) => pushes[Math.Min(pushes.Count - 1, (int)(pushes.Count * part))].Delay;
        Console.WriteLine($"push: median {At(0.5):0.00} p90 {At(0.9):0.00} p99 {At(0.99):0.00} worst {pushes[^1].Delay:0.00} ms ({pushes.Count} samples, {late} came too late to wait)");
        foreach (var p in pushes.TakeLast(20))
        {
            Console.WriteLine($"  {p.Delay:0.00} {p.Why}");
        }
    }

    private static async Task<double> CollectionsAsync(ServerUnderTest server, HttpClient http) =>
        (await http.GetStringAsync(new Uri(server.Address, "metrics"))).Split('\n').Where(l => l.StartsWith("dotnet_gc_pause", StringComparison.Ordinal)).Sum(l => double.Parse(l.Split(' ')[1]));

    private static async Task<double?> OneAsync(HttpDispatcherClient client)
    {
        var id = await DispatchAsync(ServerTasks.Pondering, "a");
        DateTimeOffset? first = null;
        var seen = DateTimeOffset.MinValue;
        await foreach (var e in client.WatchAsync(id))
        {
            seen = TimeProvider.System.GetUtcNow();
            first ??= seen;
        }

        var ended = (await client.GetAsync(id)).EndedAt!.Value;
        return first < ended ? (seen - ended).TotalMilliseconds : null;
    }
}
