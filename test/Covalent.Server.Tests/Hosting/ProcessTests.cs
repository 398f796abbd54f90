using System.Net.Sockets;
using System.Net;
using System.Text.Json.Nodes;
using Covalent.Core.Client;

namespace Covalent.Server.Tests.Hosting;

/// <summary>What operators and the command line rely on.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string _folder = TestServer.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AServer_TellsWhereItIs_AndTakesItBackWhenItStops()
    {
        await using var server = await ServerProcessRun.StartAsync(_folder);
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "server.json")))!;
        Assert.Equal((server.Id, server.Address), ((int)file["pid"]!, (string)file["address"]!));
        Assert.Equal(0, await server.StopAsync());
        Assert.False(File.Exists(Path.Combine(_folder, "server.json")));
        Assert.Contains("stopped in good order", await File.ReadAllTextAsync(Path.Combine(_folder, "logs", "server.log")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Checklist", "68")]
    public async Task ATakenPort_LeadsToTheNextFreeOne()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var server = await ServerProcessRun.StartAsync(_folder, port);
        Assert.InRange(new Uri(server.Address).Port, port + 1, port + 50);
        Assert.Equal(0, (await server.Client.ListAsync(new DispatchQuery())).Total);
    }

    [Fact]
    public async Task TheServersToken_IsNotInTheEnvironmentOfTasks()
    {
        await using var server = await ServerProcessRun.StartAsync(_folder, 0, ("COVALENT_SERVER_TOKEN", "hunter2"), ("COVALENT_TEST_MARK", "seen"));
        await using var client = new HttpDispatcherClient(new HttpDispatcherClientOptions(new Uri(server.Address)) { Token = "hunter2", BundleFolder = TestServer.ClientBundles });
        using var use = ClientProvider.Use(client);
        Assert.Equal(", seen", (await Workflow.RunAsync(() => Workflow.Electron(() => EnvironmentOf("COVALENT_SERVER_TOKEN", "COVALENT_TEST_MARK")))).Value);
    }

    [Fact]
    public async Task ASecondServer_OnTheSameFolder_SaysWhereTheFirstIs()
    {
        await using var server = await ServerProcessRun.StartAsync(_folder);
        var (exitCode, error) = await ServerProcessRun.RunAsync(_folder, ["--port", "0"]);
        Assert.Equal(ExitCodes.Unavailable, exitCode);
        Assert.Contains(server.Address, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nonsense", "1")]
    [InlineData("--port", "99999")]
    [InlineData("--port", null)]
    [InlineData("--address", "not an address")]
    public async Task AWrongOption_IsExplained(string name, string? value)
    {
        var (exitCode, error) = await ServerProcessRun.RunAsync(_folder, value is null ? [name] : [name, value]);
        Assert.NotEqual(0, exitCode);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task AServerForOthers_WithoutToken_DoesNotStart()
    {
        var (exitCode, error) = await ServerProcessRun.RunAsync(_folder, ["--address", "0.0.0.0", "--port", "0"]);
        Assert.Equal(ExitCodes.Unavailable, exitCode);
        Assert.Contains("covalent token add", error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task ADatabaseOfANewerVersion_IsRefusedAndLeftAlone()
    {
        await using (var first = await ServerProcessRun.StartAsync(_folder))
        {
            await first.StopAsync();
        }

        var database = Path.Combine(_folder, "covalent.db");
        // Bytes 60 to 63 of an SQLite file are its user_version.
        await using (var file = new FileStream(database, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = 60;
            file.Write([0, 0, 3, 231]);
        }

        var (exitCode, error) = await ServerProcessRun.RunAsync(_folder, ["--port", "0"]);
        Assert.Equal(ExitCodes.Unavailable, exitCode);
        Assert.Contains("schema 999", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "server.json")));
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task AFreshFolder_MigratesItself()
    {
        var fresh = Path.Combine(_folder, "not", "there", "yet");
        await using var server = await ServerProcessRun.StartAsync(fresh);
        Assert.Equal(0, (await server.Client.ListAsync(new DispatchQuery())).Total);
    }

    [Fact]
    public async Task ADamagedDatabase_IsNamedAndLeftAlone()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "covalent.db"), new string('x', 8192));
        var (exitCode, error) = await ServerProcessRun.RunAsync(_folder, ["--port", "0"]);
        Assert.Equal(ExitCodes.Unavailable, exitCode);
        Assert.Contains("covalent.db", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_MadeOnTheCommandLine_WorkInTheRunningServer()
    {
        await using var server = await ServerProcessRun.StartAsync(_folder);
        string id;
        using (ClientProvider.Use(server.Client))
        {
            id = await Workflow.DispatchAsync(TestLattices.Hello, "Hello", "World", new DispatchOptions { Triggers = [new WebhookTrigger()] });
        }

        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", [ServerProcessRun.Program, "token", "add", "me", "--scopes", "read", "--data", _folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var token = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        await using var client = new HttpDispatcherClient(new HttpDispatcherClientOptions(new Uri(server.Address)) { Token = token });
        // Tokens are looked for once a second, and so long a wait for a dispatch that nobody starts may last.
        using var http = new HttpClient();
        var answer = System.Net.HttpStatusCode.OK;
        for (var i = 0; i < 300 && answer == System.Net.HttpStatusCode.OK; i++)
        {
            answer = (await http.GetAsync(new Uri($"{server.Address}/api/v1/dispatches/{id}/wait?timeout=1"))).StatusCode;
        }

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer);
        Assert.Equal(1, (await client.ListAsync(new DispatchQuery())).Total);
    }

    internal static string EnvironmentOf(string first, string second) => $"{Environment.GetEnvironmentVariable(first)}, {Environment.GetEnvironmentVariable(second)}";
}
