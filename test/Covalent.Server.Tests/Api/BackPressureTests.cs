using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Covalent.Core.Client;
using Covalent.Core.Client.Http;
using Covalent.Core.Execution;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Api;

/// <summary>What is bounded when much comes at once, and what those hear who come too late.</summary>
public sealed class BackPressureTests
{
    [Fact]
    public async Task SubmissionsBeyondTheBudget_AreAskedToComeBack_AndTheClientDoes()
    {
        await using var server = await TestServer.StartAsync(options => options with { BodiesAtOnce = 1 << 20, BodyPatience = TimeSpan.FromMilliseconds(50) });
        await using var client = server.NewPatientClient();
        using var use = ClientProvider.Use(client);
        var all = await server.Server.Parts.Bodies.TakeAsync(1 << 20, CancellationToken.None);
        using var refused = await server.Http.PostAsync("api/v1/dispatches", new ByteArrayContent(new byte[100_000]));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        Assert.Contains("\"code\":\"busy\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var waiting = RunAsync(TestLattices.Hello, new string('x', 200_000), "b");
        all.Dispose();
        Assert.EndsWith(", b!", (await waiting).Value, StringComparison.Ordinal);
        Assert.Equal(0, server.Server.Parts.Bodies.Taken);
    }

    [Fact]
    public async Task ManyLargeSubmissionsAtOnce_NeverTakeMoreThanTheBudget_AndAllArrive()
    {
        const int Budget = 3_000_000;
        await using var server = await TestServer.StartAsync(options => options with { BodiesAtOnce = Budget, BodyPatience = TimeSpan.FromMilliseconds(100) });
        await using var client = server.NewPatientClient();
        using var use = ClientProvider.Use(client);
        var results = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => RunAsync(TestLattices.Hello, new string('x', 1_000_000), $"{number}")));
        Assert.All(results, result => Assert.Equal(Status.Completed, result.Status));
        Assert.InRange(server.Server.Parts.Bodies.Most, 1_000_000, Budget);
    }

    [Fact]
    public async Task ASlowSender_TakesNoMemoryFromOthers()
    {
        await using var server = await TestServer.StartAsync(options => options with { BodiesAtOnce = 1 << 20, BodyPatience = TimeSpan.FromMilliseconds(50) });
        using var use = ClientProvider.Use(server.Client);
        using var socket = new TcpClient();
        var uri = new Uri(server.Address);
        await socket.ConnectAsync(uri.Host, uri.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /api/v1/dispatches HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n" + new string('x', 200_000)));
        Assert.Equal("a, b!", (await RunAsync(TestLattices.Hello, "a", "b")).Value);
        Assert.Equal(0, server.Server.Parts.Bodies.Taken);
    }

    [Fact]
    public async Task ASubmissionInJson_IsBoundedMoreTightly_AndSaysSo()
    {
        await using var server = await TestServer.StartAsync(options => options with { LargestJson = 100_000 });
        var body = new ByteArrayContent(new byte[200_000]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var told = await server.Http.PostAsync("api/v1/dispatches", body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, told.StatusCode);
        Assert.Contains("100,000 bytes", await told.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AResultThatIsTooLarge_FailsItsTask_AndSaysWhatToDo()
    {
        await using var server = await TestServer.StartAsync(options => options with { LargestResult = 1_000_000 });
        using var use = ClientProvider.Use(server.Client);
        var snapshot = await server.Client.WaitAsync(await DispatchAsync(() => LargeTasks.Lattice(2_000_000)));
        Assert.Equal(Status.Failed, snapshot.Status);
        Assert.Contains("dispatcher.largest_result", snapshot.Error, StringComparison.Ordinal);
        Assert.Equal(Status.Completed, (await server.Client.WaitAsync(await DispatchAsync(() => LargeTasks.Lattice(500_000)))).Status);
    }

    [Fact]
    public async Task TheSameSubmission_ManyTimesAtOnce_RunsOnce()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var journal = Directory.CreateDirectory(Path.Combine(server.Folder, "journal")).FullName;
        var first = await DispatchAsync(() => JournalTasks.Lattice(journal));
        await server.Client.WaitAsync(first);
        var id = Guid.CreateVersion7().ToString();
        var head = new SubmitHead { DispatchId = id, BundleId = await ((IApplicationBundles)server.Client).EnsureStoredAsync(CancellationToken.None) };
        var document = DispatchDocument.Write(head, WireJson.Default.SubmitHead, await server.Client.GetLatticeAsync(first), await server.Client.GetGraphAsync(first));
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => server.Http.PostAsync("api/v1/dispatches?start=true", new ReadOnlyMemoryContent(document))));
        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.OK }));
        Assert.Equal(Status.Completed, (await server.Client.WaitAsync(id)).Status);
        Assert.Equal((2, 2), (Directory.GetFiles(journal).Length, (await server.Client.ListAsync(new DispatchQuery())).Total));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task BackupNames_NeverMeanAnotherBackup()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var name in new[] { "day.part", "day" })
        {
            using var made = await server.Http.PostAsync($"api/v1/admin/backup?name={name}", null);
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        }

        Assert.Equal(["day", "day.part"], Directory.GetDirectories(Path.Combine(server.Folder, "backups")).Select(Path.GetFileName).Order());
    }
}

/// <summary>Electrons that leave a file behind each time they run.</summary>
public static class JournalTasks
{
    public static int Note(string folder)
    {
        File.WriteAllText(Path.Combine(folder, Guid.NewGuid().ToString("N")), "ran");
        return 1;
    }

    public static Node<int> Lattice(string folder) => Electron(() => Note(folder));
}
