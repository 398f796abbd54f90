using System.Diagnostics;
using Covalent.Server.Operations;
using Microsoft.Extensions.Logging.Abstractions;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Operations;

public sealed class TraceTests
{
    [Fact]
    public async Task Trace_OfADispatch_GoesFromTheClientThroughTheServerIntoTheWorker()
    {
        await using var receiver = new OtlpReceiver();
        await using var server = await StartAsync(receiver);
        await using var exporter = new SpanExporter(SettingsFor(receiver), ["Covalent.Client", "Test"], TimeProvider.System, NullLogger.Instance);
        using var source = new ActivitySource("Test");
        using var use = ClientProvider.Use(server.Client);
        string traceId;
        using (var root = source.StartActivity("script")!)
        {
            traceId = root.TraceId.ToHexString();
            await RunAsync(TracedTasks.Lattice, 1);
        }

        var spans = await receiver.WaitAsync(traceId, spans => spans.Any(span => span.Name == "script") && spans.Count(span => span.Source == "Covalent.Worker") == 1
            && spans.Any(span => span.Source == "Covalent.Engine") && spans.Any(span => span.Name == "user code") && spans.Any(span => span.Name == "POST /api/v1/dispatches"));
        ReceivedSpan One(string of) => spans.Single(span => span.Source == of);
        var client = One("Covalent.Client");
        var request = spans.Single(span => span.Name == "POST /api/v1/dispatches");
        var attempt = One("Covalent.Engine");
        var worker = One("Covalent.Worker");
        var user = spans.Single(span => span.Name == "user code");
        Assert.Equal(One("Test").SpanId, client.ParentId);
        Assert.Equal(client.SpanId, request.ParentId);
        Assert.Equal(request.SpanId, attempt.ParentId);
        Assert.Equal(attempt.SpanId, worker.ParentId);
        Assert.Equal(worker.SpanId, user.ParentId);
        Assert.Equal(("covalent-server", "covalent-worker", "Work"), (attempt.Service, worker.Service, worker.Name));
        Assert.NotEqual(Environment.ProcessId.ToString(), worker.Tags["process.pid"]);
        Assert.True(attempt.Start <= worker.Start && worker.End <= attempt.End);
        Assert.Contains(receiver.Requests, sent => sent is ("/v1/traces", "application/x-protobuf", _));
    }

    [Fact]
    public async Task Trace_OfATask_IsInItsEnvironment_AndIsGoneAfterIt()
    {
        await using var receiver = new OtlpReceiver();
        await using var server = await StartAsync(receiver);
        using var source = new ActivitySource("Test.Environment");
        using var use = ClientProvider.Use(server.Client);
        await using var exporter = new SpanExporter(SettingsFor(receiver), ["Test.Environment"], TimeProvider.System, NullLogger.Instance);
        using var root = source.StartActivity("script")!;
        var seen = (await RunAsync(TracedTasks.Environment, 1)).Value;
        Activity.Current = null;
        var spans = await receiver.WaitAsync(root.TraceId.ToHexString(), spans => spans.Any(span => span.Source == "Covalent.Worker"));
        Assert.Equal($"00-{root.TraceId}-{spans.Single(span => span.Source == "Covalent.Worker").SpanId}-01", seen);
    }

    [Fact]
    public async Task Trace_OfAFailedTask_SaysWhatFailed()
    {
        await using var receiver = new OtlpReceiver();
        await using var server = await StartAsync(receiver);
        using var use = ClientProvider.Use(server.Client);
        using var root = new Activity("script").Start();
        root.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        await server.Client.WaitAsync(await DispatchAsync(TestLattices.Failing));
        var spans = await receiver.WaitAsync(root.TraceId.ToHexString(), spans => spans.Any(span => span.Source == "Covalent.Worker") && spans.Any(span => span.Source == "Covalent.Engine"));
        Assert.All(spans.Where(span => span.Source is "Covalent.Worker" or "Covalent.Engine"), span => Assert.True(span.IsError));
    }

    [Fact]
    public async Task ATraceContext_ReachesTheWorker_WhereTheServerExportsNothing()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        using var root = new Activity("script").Start();
        var seen = (await RunAsync(TracedTasks.Environment, 1)).Value;
        Assert.StartsWith($"00-{root.TraceId}-", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_OfADispatch_GoesOnAfterARestartOfTheServer()
    {
        var folder = TestServer.NewFolder();
        var gate = Path.Combine(folder, "gate");
        await using var receiver = new OtlpReceiver();
        using var root = new Activity("script").Start();
        root.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        string id;
        await using (var first = await StartAsync(receiver, folder))
        {
            using var use = ClientProvider.Use(first.Client);
            id = await DispatchAsync(() => TestLattices.Blocked(gate));
            await foreach (var e in first.Client.WatchAsync(id))
            {
                if (e is NodeStatusChanged { Status: Status.Running })
                {
                    break;
                }
            }
        }

        await File.WriteAllTextAsync(gate, "go");
        await using (var second = await StartAsync(receiver, folder))
        {
            Assert.Equal(Status.Completed, (await second.Client.WaitAsync(id)).Status);
            var spans = await receiver.WaitAsync(root.TraceId.ToHexString(), spans => spans.Any(span => span.Source == "Covalent.Worker"));
            var worker = spans.Single(span => span.Source == "Covalent.Worker");
            Assert.Contains(spans, span => span.Source == "Covalent.Engine" && span.SpanId == worker.ParentId);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AReceiverThatIsNotThere_HoldsNothingUp()
    {
        await using var server = await TestServer.StartAsync(options => options with { Configuration = TestServer.EmptyConfiguration(("COVALENT_DISPATCHER__OTLP_ENDPOINT", "http://127.0.0.1:1")) });
        using var use = ClientProvider.Use(server.Client);
        Assert.Equal("a, b!", (await RunAsync(TestLattices.Hello, "a", "b")).Value);
    }

    [Theory]
    [InlineData("COVALENT_DISPATCHER__OTLP_ENDPOINT", "http://one:4318", "http://one:4318/v1/traces")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://two:4318/base/", "http://two:4318/base/v1/traces")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://three:9/whole", "http://three:9/whole")]
    public void Settings_OfEachPlace_NameTheReceiver(string name, string value, string expected)
    {
        var configuration = TestServer.EmptyConfiguration((name, value));
        var settings = OtlpSettings.Find(configuration, variable => variable == name ? value : variable == "OTEL_EXPORTER_OTLP_HEADERS" ? "x-key=a%20b" : null);
        Assert.Equal(new Uri(expected), settings!.Traces);
        Assert.Equal("a b", settings.Headers["x-key"]);
        Assert.DoesNotContain("a b", settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_ThatCannotWork_AreRefusedWithWhatToDo()
    {
        var none = TestServer.EmptyConfiguration();
        Assert.Null(OtlpSettings.Find(none, _ => null));
        Assert.Contains("http/protobuf only", Assert.Throws<CovalentException>(() => OtlpSettings.Find(none, name => name switch
        {
            "OTEL_EXPORTER_OTLP_ENDPOINT" => "http://localhost:4317",
            "OTEL_EXPORTER_OTLP_PROTOCOL" => "grpc",
            _ => null,
        })).Message, StringComparison.Ordinal);
        Assert.Contains("is not the address", Assert.Throws<CovalentException>(() => OtlpSettings.Find(none, name => name == "OTEL_EXPORTER_OTLP_ENDPOINT" ? "localhost:4318" : null)).Message, StringComparison.Ordinal);
    }

    private static Task<TestServer> StartAsync(OtlpReceiver receiver, string? folder = null) =>
        TestServer.StartAsync(options => options with { Configuration = TestServer.EmptyConfiguration(("COVALENT_DISPATCHER__OTLP_ENDPOINT", receiver.Address)) }, folder);

    private static OtlpSettings SettingsFor(OtlpReceiver receiver) => new(new Uri(receiver.Address + "/v1/traces"), new Dictionary<string, string>(), "the-script");
}

/// <summary>Electrons that look at their trace.</summary>
public static class TracedTasks
{
    private static readonly ActivitySource Source = new("User.Code");

    public static int Work(int x)
    {
        using var span = Source.StartActivity("user code");
        return x + 1;
    }

    public static string Trace(int x) => System.Environment.GetEnvironmentVariable("TRACEPARENT") ?? $"none {x}";

    public static Node<int> Lattice(Node<int> x) => Electron(() => Work(x));

    public static Node<string> Environment(Node<int> x) => Electron(() => Trace(x));
}
