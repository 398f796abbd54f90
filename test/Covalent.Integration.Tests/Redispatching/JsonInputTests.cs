using Covalent.Core.Execution;
using Covalent.Engine;
using Covalent.Executors;
using Microsoft.Extensions.Logging.Abstractions;
using static Covalent.Workflow;

namespace Covalent.Integration.Tests.Redispatching;

/// <summary>New inputs given as JSON by somebody without the workflow's code (a server, the command line).</summary>
public sealed class JsonInputTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-json-").FullName;
    private EmbeddedDispatcher _client = null!;
    private IDisposable _use = null!;

    public ValueTask InitializeAsync()
    {
        _client = new EmbeddedDispatcher(new EmbeddedDispatcherOptions
        {
            DataFolder = _folder,
            Executors = new ExecutorRegistry(_ => null, [], NullLogger.Instance).AddBuiltIn().Create,
        });
        _use = ClientProvider.Use(_client);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _use.Dispose();
        await _client.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task NodeInput_GivenAsJson_ReplacesTheValueInTheSameGraph()
    {
        var id = await DispatchAsync(Lattices.Scaled, 3, new Point(1, 2), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(9, (await GetResultAsync<int>(id, wait: true)).Value);

        var changed = await RedispatchAsync(id, ("factor", "10"), ("point", """{"X": 4, "Y": 5}"""));
        Assert.Equal(90, (await GetResultAsync<int>(changed, wait: true)).Value);
        Assert.Equal((await _client.GetGraphAsync(id)).NodeCount, (await _client.GetGraphAsync(changed)).NodeCount);
        Assert.Equal("10", (await _client.GetNodeOutputAsync(changed, 0))!.Decode<int>().ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task PlainInput_GivenAsJson_RunsTheLatticeFunctionAgainInAWorker()
    {
        var id = await DispatchAsync(() => Lattices.Fan(5, 2), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(10, (await GetResultAsync<int>(id, wait: true)).Value);

        var changed = await RedispatchAsync(id, ("parts", "4"));
        Assert.Equal(20, (await GetResultAsync<int>(changed, wait: true)).Value);
        var sublattice = Assert.Single(await _client.GetNodesAsync(changed), node => node.Kind == NodeKind.Sublattice);
        Assert.Equal(Status.Completed, sublattice.Status);

        // What was derived can be derived again, now with every input as a node.
        var again = await RedispatchAsync(changed, ("parts", "3"), ("start", "7"));
        Assert.Equal(21, (await GetResultAsync<int>(again, wait: true)).Value);
    }

    [Theory]
    [InlineData("factor", "ten", "is not JSON")]
    [InlineData("gain", "1", "has no input 'gain'. Its inputs are factor, point.")]
    public async Task WrongInput_IsRefused_BeforeAnythingIsRegistered(string name, string json, string message)
    {
        var id = await DispatchAsync(Lattices.Scaled, 3, new Point(1, 2), cancellationToken: TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<WorkflowBuildException>(() => RedispatchAsync(id, (name, json)));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await _client.ListAsync(new DispatchQuery(), TestContext.Current.CancellationToken)).Total);
    }

    [Fact]
    public async Task JsonOfAnotherShape_FailsTheTask_AndNamesTheType()
    {
        var id = await DispatchAsync(Lattices.Scaled, 3, new Point(1, 2), cancellationToken: TestContext.Current.CancellationToken);
        var changed = await RedispatchAsync(id, ("factor", "\"ten\""));
        var snapshot = await _client.WaitAsync(changed, TestContext.Current.CancellationToken);
        Assert.Equal(Status.Failed, snapshot.Status);
        Assert.Contains("int", snapshot.Error, StringComparison.Ordinal);
    }

    private Task<string> RedispatchAsync(string id, params (string Name, string Json)[] inputs) => _client.RedispatchAsync(new RedispatchRequest
    {
        NewDispatchId = Guid.CreateVersion7().ToString(),
        DispatchId = id,
        Inputs = inputs.ToDictionary(input => input.Name, input => input.Json),
    });

    public sealed record Point(int X, int Y);

    public static class Tasks
    {
        public static int Scale(int factor, Point point) => factor * (point.X + point.Y);

        public static int Same(int value) => value;

        public static int Sum(int[] values) => values.Sum();
    }

    private static class Lattices
    {
        public static Node<int> Scaled(Node<int> factor, Node<Point> point) => Electron(() => Tasks.Scale(factor, point));

        public static Node<int> Fan(Node<int> start, int parts)
        {
            var all = Enumerable.Range(0, parts).Select(_ => Electron(() => Tasks.Same(start))).ToArray();
            return Electron(() => Tasks.Sum(Gather(all)));
        }
    }
}
