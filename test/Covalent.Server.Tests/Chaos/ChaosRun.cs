using System.Collections.Concurrent;
using System.Diagnostics;
using Covalent.Server.Tests.Hosting;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Chaos;

/// <summary>Dispatches of mixed shapes while the server and its workers are killed at random moments; then looks whether anything was lost, wrong,
/// done twice or left behind.</summary>
internal sealed class ChaosRun(string folder, int dispatches, TimeSpan length, int seed, ChaosPlaces places) : IAsyncDisposable
{
    private const int AtOnce = 12;
    private readonly string _data = Path.Combine(folder, "data");
    private readonly string _journal = Directory.CreateDirectory(Path.Combine(folder, "journal")).FullName;
    private readonly string _scratch = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<string, object?> _expected = new();
    private readonly ConcurrentDictionary<(string Id, int Node), long> _stored = new();
    private ServerProcessRun? _server;
    private int _port;

    public ChaosCounts Counts { get; } = new();

    public async Task RunAsync()
    {
        Directory.CreateDirectory(_data);
        _server = await StartServerAsync();
        _port = new Uri(_server.Address).Port;
        await using var client = NewClient(_server.Address);
        // A client that has met its server knows that it will be back.
        await client.ListAsync(new DispatchQuery());
        using var over = new CancellationTokenSource();
        var killing = KillAsync(over.Token);
        try
        {
            using var use = ClientProvider.Use(client);
            await Parallel.ForEachAsync(Enumerable.Range(0, dispatches), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, (number, _) => RunOneAsync(client, number));
        }
        finally
        {
            await over.CancelAsync();
            await killing;
        }

        await VerifyAsync(client);
        await CleanAsync(client);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            await server.DisposeAsync();
        }
    }

    private async ValueTask RunOneAsync(HttpDispatcherClient client, int number)
    {
        var size = (number % 7) + 2;
        var (id, expected) = (number % 5) switch
        {
            0 => (await DispatchAsync(() => ChaosTasks.Chain(size, _journal)), (object?)ChaosExpectations.Chain(size)),
            1 => (await DispatchAsync(() => ChaosTasks.Layers(size, _journal)), ChaosExpectations.Layers(size)),
            2 => (await DispatchAsync(() => ChaosTasks.Nested(size, _journal)), ChaosExpectations.Nested(size)),
            3 => (await DispatchAsync(() => ChaosTasks.Large(size, _journal)), ChaosExpectations.Large(size)),
            _ => (await DispatchAsync(() => ChaosTasks.Failing(_journal)), null),
        };
        _expected[id] = expected;
        await foreach (var e in client.WatchAsync(id))
        {
            if (e is NodeStatusChanged { Status: Status.Completed } node)
            {
                _stored.TryAdd((id, node.NodeId), Stopwatch.GetTimestamp());
            }
        }
    }

    private async Task KillAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            while (watch.Elapsed < length)
            {
                await RandomMoment.PassAsync(_random, TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(2.5), cancellationToken);
                var dice = _random.Next(10);
                if (dice < 5)
                {
                    await RestartAsync(gracefully: dice == 0);
                }
                else if (dice < 8 && places.Processes() is { Count: > 0 } far)
                {
                    Counts.FarKilled += Processes.Kill(far[_random.Next(far.Count)]) ? 1 : 0;
                }
                else if (Processes.ChildrenOf(_server!.Id) is { Count: > 0 } workers)
                {
                    Counts.WorkersKilled += Processes.Kill(workers[_random.Next(workers.Count)]) ? 1 : 0;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // All dispatches ended before the time was over.
        }
    }

    private async Task RestartAsync(bool gracefully)
    {
        if (gracefully)
        {
            await _server!.StopAsync();
            Counts.ServersStopped++;
        }
        else
        {
            await _server!.KillAsync();
            Counts.ServersKilled++;
        }

        await _server.DisposeAsync();
        _server = await StartServerAsync();
        await LeadsAsync(_server.Address);
    }

    // On a shared database a server stands by until the lease of the one before has run out. Killed before that every time, none would ever lead.
    private async Task LeadsAsync(string address)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        await FileNotice.UntilAsync(_data, async () => (await http.GetStringAsync("api/v1/info")).Contains("\"leads\":true", StringComparison.Ordinal));
    }

    private Task<ServerProcessRun> StartServerAsync() => ServerProcessRun.StartAsync(_data, _port, [("TMPDIR", _scratch), .. places.Environment]);

    private async Task VerifyAsync(HttpDispatcherClient client)
    {
        for (var offset = 0; ; offset += 1000)
        {
            var page = await client.ListAsync(new DispatchQuery { IncludeSublattices = true, Offset = offset, Count = 1000 });
            foreach (var dispatch in page.Dispatches)
            {
                await VerifyAsync(client, await client.WaitAsync(dispatch.DispatchId));
            }

            if (page.Dispatches.Count < 1000)
            {
                break;
            }
        }

        Counts.Missing = _expected.Keys.Count(id => !Counts.Seen.Contains(id));
        VerifyJournal();
    }

    private async Task VerifyAsync(HttpDispatcherClient client, DispatchSnapshot dispatch)
    {
        Counts.Seen.Add(dispatch.DispatchId);
        Counts.Add(dispatch);
        if (!_expected.TryGetValue(dispatch.DispatchId, out var expected))
        {
            return;
        }

        var isRight = expected switch
        {
            null => dispatch.Status == Status.Failed && dispatch.Error!.Contains("as planned", StringComparison.Ordinal),
            int number => dispatch.Status == Status.Completed && (await client.GetResultAsync(dispatch.DispatchId))!.Decode<int>() == number,
            var text => dispatch.Status == Status.Completed && (await client.GetResultAsync(dispatch.DispatchId))!.Decode<string>() == (string)text,
        };
        if (!isRight)
        {
            Counts.Wrong.Add($"{dispatch.Name} {dispatch.DispatchId}: {dispatch.Status.ToWord()} {dispatch.Error}");
        }
    }

    private void VerifyJournal()
    {
        foreach (var line in Directory.GetFiles(_journal).SelectMany(File.ReadLines))
        {
            // A worker that is killed may leave half a line.
            if (line.Split(' ') is [var time, var id, var node] && long.TryParse(time, out var at) && int.TryParse(node, out var number))
            {
                Counts.TasksRun++;
                if (_stored.TryGetValue((id, number), out var stored) && at > stored)
                {
                    Counts.Recomputed.Add($"{id} node {number}");
                }
            }
        }
    }

    private async Task CleanAsync(HttpDispatcherClient client)
    {
        while (await client.ListAsync(new DispatchQuery { Count = 500 }) is { Total: > 0 } page)
        {
            var report = await client.DeleteAsync([.. page.Dispatches.Select(dispatch => dispatch.DispatchId)]);
            if (report.Deleted.Count == 0)
            {
                break;
            }
        }

        await _server!.StopAsync();
        Counts.OrphanedFiles = Files("assets") + Files("results");
        Counts.EngineLocks = Files("engines");
        Counts.ProcessesLeft = await Processes.CountAsync(_scratch, TimeSpan.FromMinutes(3)) + await Processes.CountAsync(places.Far, TimeSpan.FromMinutes(3));
        Counts.ScratchFolders = Directory.GetFileSystemEntries(_scratch, "covalent-*").Length;
    }

    private int Files(string name) => Directory.Exists(Path.Combine(_data, name)) ? Directory.GetFiles(Path.Combine(_data, name), "*", SearchOption.AllDirectories).Length : 0;

    // Only once nothing is killed any more is it sure that a call can come to its end, however busy the machine.
    private HttpDispatcherClient NewClient(string address) => new(new HttpDispatcherClientOptions(new Uri(address))
    {
        BundleFolder = TestServer.ClientBundles,
        RetryPatience = length + TimeSpan.FromMinutes(2),
        WaitPatience = length + TimeSpan.FromMinutes(5),
    });
}
