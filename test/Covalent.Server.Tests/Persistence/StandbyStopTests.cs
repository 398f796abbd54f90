using System.Diagnostics;
using Covalent.Persistence.Postgres.Tests;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Persistence;

/// <summary>Whether a server that stands by ends when it is told to, whatever it is busy with. Some times here, as often as wanted with <c>STANDBY_STOPS</c>.</summary>
public sealed class StandbyStopTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly TestDatabase _database = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Standby_ToldToStopUnderLoad_EndsInGoodOrder()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("STANDBY_STOPS"), out var wanted) ? wanted : 4;
        await using var leader = await StartAsync();
        using var over = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(_ => LoadAsync(leader, over.Token)).ToArray();
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            await using var standby = await StartAsync();
            using var asking = new CancellationTokenSource();
            Task[] readers = [.. Enumerable.Range(0, 6).Select(number => ReadAsync(standby, number, asking.Token))];
            if (round % 2 == 0)
            {
                // Every second time it is told in the middle of its first answers.
                await standby.Client.ListAsync(new DispatchQuery { Count = 1 }, TestContext.Current.CancellationToken);
            }
            else
            {
                await Task.WhenAny(readers);
            }

            var watch = Stopwatch.StartNew();
            await standby.SignalAsync("TERM");
            using var patience = new CancellationTokenSource(Limit);
            Assert.Equal(0, await standby.ExitAsync(patience.Token));
            times.Add(watch.Elapsed.TotalSeconds);
            await asking.CancelAsync();
            await Task.WhenAll(readers);
        }

        await over.CancelAsync();
        var dispatches = (await Task.WhenAll(load)).Sum();
        output.WriteLine($"{rounds} stops beside {dispatches} dispatches; median {times.Order().ElementAt(rounds / 2):0.00} s, longest {times.Max():0.00} s");
        if (Environment.GetEnvironmentVariable("STANDBY_REPORT") is { Length: > 0 } report)
        {
            await File.WriteAllTextAsync(report, $"{rounds} stops beside {dispatches} dispatches; median {times.Order().ElementAt(rounds / 2):0.00} s, longest {times.Max():0.00} s\n", CancellationToken.None);
        }
    }

    private static async Task<int> LoadAsync(ServerProcessHandle leader, CancellationToken over)
    {
        using var use = ClientProvider.Use(leader.Client);
        var done = 0;
        for (; !over.IsCancellationRequested; done++)
        {
            await RunAsync(() => TestLattices.Chain(5), cancellationToken: CancellationToken.None);
        }

        return done;
    }

    // What people do with a server that stands by: lists, waits and live events of what another one runs. All of it ends with the server.
    private static async Task ReadAsync(ServerProcessHandle standby, int number, CancellationToken over)
    {
        try
        {
            for (var reads = 0; reads < 40; reads++)
            {
                var page = await standby.Client.ListAsync(new DispatchQuery { Count = 5 }, over);
                if (number % 2 == 0 && page.Dispatches.Count > 0)
                {
                    await foreach (var e in standby.Client.WatchAsync(page.Dispatches[0].DispatchId, over))
                    {
                        _ = e;
                    }
                }
                else if (page.Dispatches.Count > 0)
                {
                    await standby.Client.WaitAsync(page.Dispatches[0].DispatchId, over);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or CovalentException or HttpRequestException or IOException)
        {
            // The server is gone.
        }
    }

    private Task<ServerProcessHandle> StartAsync() => ServerProcessHandle.StartAsync(_database.Settings.ConnectionString, TimeSpan.FromMinutes(1));
}
