using Covalent.Core.Execution;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

/// <summary>An embedded dispatcher with a fake executor on a folder of its own.</summary>
internal sealed class TestDispatcher : IAsyncDisposable
{
    public TestDispatcher(bool inMemory = false, string? folder = null, Func<EmbeddedDispatcherOptions, EmbeddedDispatcherOptions>? change = null)
    {
        Folder = folder ?? Path.Combine(Path.GetTempPath(), "covalent-tests", Guid.NewGuid().ToString("N"));
        var options = new EmbeddedDispatcherOptions
        {
            DataFolder = Folder,
            InMemory = inMemory,
            DefaultExecutor = "fake",
            Executors = spec => spec.ShortName == "fake" ? Executor : null,
            Strict = true,
        };
        Client = new EmbeddedDispatcher(change?.Invoke(options) ?? options);
    }

    public FakeExecutor Executor { get; } = new();

    public FakeDriver Driver => Executor.Driver;

    public EmbeddedDispatcher Client { get; }

    public string Folder { get; }

    public static DispatchRequest Request(TransportGraph graph, string? id = null) => new()
    {
        DispatchId = id ?? Guid.CreateVersion7().ToString(),
        Graph = graph,
        Lattice = new LatticeInfo("lattice"),
    };

    public static TaskOutcome Value(int value) => new()
    {
        Status = Status.Completed,
        Result = new EncodedValue("covalent/binary", BitConverter.GetBytes(value)),
        StartedAt = 1,
        EndedAt = 2,
    };

    public async Task<string> SubmitAsync(TransportGraph graph)
    {
        var request = Request(graph);
        await Client.SubmitAsync(request);
        return request.DispatchId;
    }

    public async Task<DispatchSnapshot> RunAsync(TransportGraph graph) => await Client.WaitAsync(await SubmitAsync(graph));

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
