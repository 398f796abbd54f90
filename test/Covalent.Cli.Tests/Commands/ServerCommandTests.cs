using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Covalent.Cli.Connections;
using Covalent.Cli.Tests.Setup;
using Covalent.Core.Execution;

namespace Covalent.Cli.Tests.Commands;

/// <summary>The verbs around the real server process.</summary>
public sealed class ServerCommandTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public async ValueTask DisposeAsync()
    {
        await Installation.RunAsync(_folder.Environment, "stop", "--timeout", "20", "--force");
        await _folder.DisposeAsync();
    }

    [Fact]
    [Trait("Checklist", "68")]
    public async Task Start_Twice_StartsOnceAndBothNameTheAddress()
    {
        var first = await RunAsync("start", "--port", "0");
        var second = await RunAsync("start");

        Assert.Equal(0, first.ExitCode);
        var server = ServerRecord.FindRunning(_folder.Data)!;
        var address = server.Address.ToString().TrimEnd('/');
        Assert.Equal($"Covalent listens on {address} (process {server.Process.Id}, data folder {_folder.Data}).\n", first.Out);
        Assert.Equal((0, $"Covalent is running already on {address} (process {server.Process.Id}, data folder {_folder.Data}).\n"), (second.ExitCode, second.Out));
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri($"{address}/api/v1/dispatches"))).StatusCode);
    }

    [Fact]
    public async Task StatusAndStop_FollowTheServer()
    {
        Assert.Equal(ExitCodes.NotYet, (await RunAsync("status")).ExitCode);
        await RunAsync("start", "--port", "0");
        var process = ServerRecord.FindRunning(_folder.Data)!.Process;

        var status = await RunAsync("status", "--json");
        var stop = await RunAsync("stop");

        Assert.Equal(0, status.ExitCode);
        var json = JsonDocument.Parse(status.Out).RootElement;
        Assert.True(json.GetProperty("running").GetBoolean());
        Assert.Equal((process.Id, 0), (json.GetProperty("pid").GetInt32(), json.GetProperty("dispatches").GetInt32()));
        Assert.Equal(0, stop.ExitCode);
        Assert.False(process.IsAlive());
        Assert.False(File.Exists(ServerRecord.PathIn(_folder.Data)));
        Assert.Equal((0, ""), ((await RunAsync("stop")).ExitCode, (await RunAsync("stop")).Out));
    }

    [Fact]
    [Trait("Checklist", "18")]
    public async Task Verbs_WithARunningServer_ReadAndCancelThroughIt()
    {
        await RunAsync("start", "--port", "0");
        var address = ServerRecord.FindRunning(_folder.Data)!.Address;
        await using var client = new HttpDispatcherClient(new HttpDispatcherClientOptions(address) { BundleFolder = Path.Combine(_folder.Root, "bundles") });
        string done;
        string endless;
        using (ClientProvider.Use(client))
        {
            done = await Lattices.Hello("server");
            endless = await Lattices.Endless();
            await client.WaitAsync(done);
        }

        Assert.Equal(new CommandRun(0, "Hello, server!\n", ""), await _folder.RunAsync("result", done));
        Assert.Contains("COMPLETED", (await _folder.RunAsync("show", done, "--server", address.ToString())).Out, StringComparison.Ordinal);
        var cancel = await _folder.RunAsync("cancel", endless);
        Assert.StartsWith($"{endless} is CANCELLED", cancel.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NotCompleted, (await _folder.RunAsync("watch", endless)).ExitCode);
        Assert.Equal(ExitCodes.NotFound, (await _folder.RunAsync("show", "no-such-dispatch")).ExitCode);
        var again = await _folder.RunAsync("redispatch", done, "--wait");
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.EndsWith("dispatch COMPLETED 3/3\n", again.Out, StringComparison.Ordinal);
        var changed = await _folder.RunAsync("redispatch", done, "--input", "whom=Ada", "--wait");
        Assert.Equal("Hello, Ada!\n", (await _folder.RunAsync("result", changed.Out.Split('\n')[0])).Out);
    }

    [Fact]
    public async Task Status_OfAServerThatWantsAToken_SaysThatItRuns()
    {
        var token = await RunAsync("token", "add", "ada");
        await RunAsync("start", "--port", "0", "--address", "0.0.0.0");

        var status = await RunAsync("status");
        var refused = await RunAsync("list");
        var allowed = await Installation.RunAsync(new(_folder.Environment) { ["COVALENT_SDK__TOKEN"] = token.Out.Trim() }, "list");

        Assert.Equal((0, 0), (token.ExitCode, status.ExitCode));
        Assert.Contains("running", status.Out, StringComparison.Ordinal);
        Assert.Contains("token", status.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Refused, ""), (refused.ExitCode, refused.Out));
        Assert.Equal(0, allowed.ExitCode);
        Assert.Matches("\nada  ", (await RunAsync("token", "list")).Out);
        Assert.Equal(0, (await RunAsync("token", "remove", "ada")).ExitCode);
        Assert.Equal(ExitCodes.NotFound, (await RunAsync("token", "remove", "ada")).ExitCode);
    }

    [Fact]
    [Trait("Checklist", "68")]
    public async Task Start_WhenTheUsualPortIsTaken_UsesTheNextFreeOneAndSaysSo()
    {
        using var listener = Occupy(out var port);
        var environment = new Dictionary<string, string>(_folder.Environment) { ["COVALENT_SVC_PORT"] = $"{port}" };

        var run = await Installation.RunAsync(environment, "start");

        Assert.Equal(0, run.ExitCode);
        Assert.NotEqual(port, ServerRecord.FindRunning(_folder.Data)!.Address.Port);
        Assert.Contains($"Port {port} is taken by process {Environment.ProcessId}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnAPortAnotherServerOfOursHas_NamesIt()
    {
        await RunAsync("start", "--port", "0");
        var server = ServerRecord.FindRunning(_folder.Data)!;

        var run = await RunAsync("start", "--data", Path.Combine(_folder.Root, "other"), "--port", $"{server.Address.Port}");

        Assert.Equal(ExitCodes.Unavailable, run.ExitCode);
        Assert.Contains($"Port {server.Address.Port} is taken by process {server.Process.Id} (the Covalent server of {_folder.Data})", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnAFolderThatIsAFile_SaysWhatIsWrong()
    {
        var path = Path.Combine(_folder.Root, "file");
        await File.WriteAllTextAsync(path, "");

        var run = await RunAsync("start", "--data", path);

        Assert.Equal((ExitCodes.Unavailable, ""), (run.ExitCode, run.Out));
        Assert.Contains($"The data folder {path} cannot be used", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnADatabaseThatIsNone_PassesOnTheServersReason()
    {
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "covalent.db"), new string('x', 5000));

        var run = await RunAsync("start", "--port", "0");

        Assert.Equal(ExitCodes.Unavailable, run.ExitCode);
        Assert.Contains("not a Covalent database", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ThatFails_IsForgotten()
    {
        var start = await RunAsync("start", "--port", "0", "--database", "nonsense");

        Assert.Equal(ExitCodes.Unavailable, start.ExitCode);
        Assert.Equal($"No dispatches in {_folder.Data}.\n", (await RunAsync("list")).Error);
        Assert.Equal(0, (await RunAsync("restart", "--port", "0")).ExitCode);
    }

    [Fact]
    public async Task Start_InTheForegroundThatFails_IsForgotten()
    {
        Assert.Equal(0, (await RunAsync("start", "--port", "0", "--no-cluster")).ExitCode);
        Assert.Equal(0, (await RunAsync("stop")).ExitCode);
        var settings = Path.Combine(_folder.Data, "server.start.json");
        var before = await File.ReadAllTextAsync(settings);

        var failed = await RunAsync("start", "--foreground", "--port", "0", "--database", "nonsense");

        Assert.Equal(ExitCodes.Unavailable, failed.ExitCode);
        Assert.Equal(before, await File.ReadAllTextAsync(settings));
        Assert.False(File.Exists(Path.Combine(_folder.Data, "server.start.new.json")));
    }

    [Fact]
    public async Task Tokens_AreMadeListedAndRemoved()
    {
        Assert.Contains("No tokens", (await RunAsync("token", "list")).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Data));

        var made = await RunAsync("token", "add", "ada", "--scopes", "read", "--days", "3");
        var twice = await RunAsync("token", "add", "ada");

        Assert.Matches("^cov_[0-9a-f]{64}\n$", made.Out);
        Assert.Equal(new CommandRun(ExitCodes.Usage, "", "There is a token named 'ada' already. Remove it first, or choose another name.\n"), twice);
        Assert.Matches(@"^NAME +SCOPES +MADE +ENDS\nada +read +", (await RunAsync("token", "list")).Out);
        var json = JsonDocument.Parse((await RunAsync("token", "list", "--json")).Out).RootElement[0];
        Assert.Equal(("ada", "read"), (json.GetProperty("name").GetString(), json.GetProperty("scopes").GetString()));
        Assert.Equal(3, (json.GetProperty("endsAt").GetDateTimeOffset() - json.GetProperty("createdAt").GetDateTimeOffset()).TotalDays, tolerance: 0.1);
        Assert.Equal(0, (await RunAsync("token", "remove", "ada")).ExitCode);
        Assert.Equal(ExitCodes.NotFound, (await RunAsync("token", "remove", "ada")).ExitCode);
    }

    [Fact]
    public async Task Stop_WhenTheNumberBelongsToAnotherProcessNow_LeavesItAlone()
    {
        using var bystander = Process.Start(new ProcessStartInfo("sleep", "600"))!;
        try
        {
            Directory.CreateDirectory(_folder.Data);
            await File.WriteAllTextAsync(
                ServerRecord.PathIn(_folder.Data),
                $$"""{"pid":{{bystander.Id}},"processStart":"2020-01-01T00:00:00+00:00","address":"http://127.0.0.1:1","version":"0","started":"2020-01-01T00:00:00+00:00"}""");

            var run = await RunAsync("stop", "--timeout", "1", "--force");

            Assert.Equal((0, $"No server runs on {_folder.Data}.\n"), (run.ExitCode, run.Error));
            Assert.False(bystander.HasExited);
            Assert.Equal(ExitCodes.NotYet, (await RunAsync("status")).ExitCode);
        }
        finally
        {
            bystander.Kill();
        }
    }

    [Fact]
    public async Task Server_KilledHard_IsNoLongerSeenAndStartsAgain()
    {
        await RunAsync("start", "--port", "0");
        using (var process = ServerRecord.FindRunning(_folder.Data)!.Process.Find()!)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.Equal(ExitCodes.NotYet, (await RunAsync("status")).ExitCode);
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
    }

    [Fact]
    [Trait("Checklist", "70")]
    public async Task Restart_KeepsPortAndClusterChoice()
    {
        Cluster.ClusterCommandTests.RequirePython();
        await RunAsync("start", "--port", "0", "--no-cluster");
        var before = ServerRecord.FindRunning(_folder.Data)!;

        var restart = await RunAsync("restart");

        Assert.Equal(0, restart.ExitCode);
        var after = ServerRecord.FindRunning(_folder.Data)!;
        Assert.Equal(before.Address, after.Address);
        Assert.NotEqual(before.Process, after.Process);
        Assert.Equal("true", VariableOf(after.Process, "COVALENT_SDK__NO_CLUSTER"));
        await RunAsync("restart", "--cluster=1");
        Assert.Null(VariableOf(ServerRecord.FindRunning(_folder.Data)!.Process, "COVALENT_SDK__NO_CLUSTER"));
    }

    [Fact]
    public async Task Stop_EndsTheClusterThatStartStarted()
    {
        Cluster.ClusterCommandTests.RequirePython();
        var start = await RunAsync("start", "--port", "0", "--cluster=1");
        Assert.Equal(0, start.ExitCode);
        Assert.Matches(@"^Dask cluster at tcp://\S+: 1 worker\(s\)\.\nCovalent listens on ", start.Out);
        Assert.Equal(0, (await RunAsync("cluster", "status", "--data", _folder.Data)).ExitCode);

        var stop = await RunAsync("stop");

        Assert.Matches(@"^Stopped the server .*\nStopped the Dask cluster at tcp://\S+\.\n$", stop.Out);
        Assert.Equal(ExitCodes.NotYet, (await RunAsync("cluster", "status", "--data", _folder.Data)).ExitCode);
    }

    [Fact]
    public async Task Stop_LeavesAClusterThatRanBefore()
    {
        Cluster.ClusterCommandTests.RequirePython();
        await RunAsync("cluster", "start", "--workers", "1", "--data", _folder.Data);
        try
        {
            var start = await RunAsync("start", "--port", "0", "--cluster=1");
            Assert.Contains("It ran before", start.Out, StringComparison.Ordinal);

            await RunAsync("stop");

            Assert.Equal(0, (await RunAsync("cluster", "status", "--data", _folder.Data)).ExitCode);
        }
        finally
        {
            Assert.Equal(0, (await RunAsync("cluster", "stop", "--data", _folder.Data)).ExitCode);
        }
    }

    [Fact]
    public async Task Start_ThatFails_LeavesNoClusterBehind()
    {
        Cluster.ClusterCommandTests.RequirePython();
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "covalent.db"), new string('x', 5000));

        var start = await RunAsync("start", "--port", "0", "--cluster=1", "--ignore-migrations");

        Assert.Equal(ExitCodes.Unavailable, start.ExitCode);
        Assert.Equal(ExitCodes.NotYet, (await RunAsync("cluster", "status", "--data", _folder.Data)).ExitCode);
    }

    [Fact]
    public async Task Start_WithAndWithoutACluster_IsWrongUse()
    {
        var start = await RunAsync("start", "--cluster", "--no-cluster");
        Assert.Equal(ExitCodes.Usage, start.ExitCode);
        Assert.Contains("--no-cluster and --cluster exclude each other.", start.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InTheForeground_BecomesTheServerAndObeysSignals()
    {
        var start = new ProcessStartInfo(Installation.Dotnet, [Installation.Assembly, "start", "--foreground", "--port", "0"]) { RedirectStandardOutput = true };
        Installation.SetEnvironment(start, _folder.Environment);
        using var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync();

        Assert.StartsWith("Covalent listens on http://127.0.0.1:", line, StringComparison.Ordinal);
        Assert.Equal(process.Id, ServerRecord.FindRunning(_folder.Data)!.Process.Id);
        Assert.Equal(0, (await RunAsync("stop")).ExitCode);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    [Trait("Checklist", "70")]
    public async Task Purge_StopsTheServerAndKeepsTheDispatches_UnlessHard()
    {
        await _folder.CompleteAsync(() => Lattices.Hello());
        await _folder.CloseEngineAsync();
        await RunAsync("config", "set", "sdk.log_level", "info");
        await RunAsync("start", "--port", "0");

        var soft = await RunAsync("purge", "--yes");

        Assert.Equal(0, soft.ExitCode);
        Assert.StartsWith("Stopped the server", soft.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.ConfigurationFile));
        Assert.Contains("COMPLETED", (await RunAsync("list")).Out, StringComparison.Ordinal);
        foreach (var name in new[] { "uploads", "dask-cluster", "runtimes", "results" })
        {
            Directory.CreateDirectory(Path.Combine(_folder.Data, name));
        }

        Assert.Equal(0, (await RunAsync("purge", "--hard", "--yes")).ExitCode);
        Assert.False(Directory.Exists(_folder.Data));
    }

    [Fact]
    public async Task Purge_Hard_RefusesWhileAProgramDispatchesThere()
    {
        await _folder.StartAsync(Lattices.Endless);

        var run = await _folder.RunAsync("purge", "--hard", "--yes");

        Assert.Equal(ExitCodes.Unavailable, run.ExitCode);
        Assert.Contains("A living process uses", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Data, "covalent.db")));
    }

    [Fact]
    public async Task Purge_WhenNobodyCanBeAsked_WantsYes()
    {
        await _folder.CompleteAsync(() => Lattices.Hello());

        var run = await _folder.RunAsync("purge", "--hard");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Checklist", "17")]
    public async Task Verbs_WithAServerThatIsNotThere_SayWhereTheyLooked()
    {
        var run = await _folder.RunAsync("list", "--server", "http://127.0.0.1:9");

        Assert.Equal((ExitCodes.Unavailable, ""), (run.ExitCode, run.Out));
        Assert.Contains("http://127.0.0.1:9", run.Error, StringComparison.Ordinal);
        Assert.Contains("named with --server", run.Error, StringComparison.Ordinal);
        var configured = await CommandRun.In(new(_folder.Environment) { ["COVALENT_DISPATCHER_ADDR"] = "http://127.0.0.1:9" }, "", "list");
        Assert.Contains("covalent start", configured.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => Installation.RunAsync(_folder.Environment, arguments);

    private static TcpListener Occupy(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }

    private static string? VariableOf(ProcessIdentity process, string name) => File.ReadAllText($"/proc/{process.Id}/environ").Split('\0')
        .Where(variable => variable.StartsWith(name + "=", StringComparison.Ordinal)).Select(variable => variable[(name.Length + 1)..]).FirstOrDefault();
}
