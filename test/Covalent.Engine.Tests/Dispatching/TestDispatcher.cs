using Covalent.Core.Execution;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

/// <summary>An embedded dispatcher with a fake executor on a folder of its own.</summary>
internal sealed class TestDispatcher : IAsyncDisposable
{
    private readonly bool _ownsFolder;

    public TestDispatcher(bool inMemory = false, string? folder = null, Func<EmbeddedDispatcherOptions, EmbeddedDispatcherOptions>? change = null)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? NewFolder();
        var options = new EmbeddedDispatcherOptions
        {
            DataFolder = Folder,
            InMemory = inMemory,
            DefaultExecutor = "fake",
            Executors = spec => spec.ShortName == "fake" ? Executor : spec.ShortName == "other" ? Other : null,
            Strict = true,
            ResumeAutomatically = false,
        };
        Client = new EmbeddedDispatcher(change?.Invoke(options) ?? options);
    }

    public FakeExecutor Executor { get; } = new();

    /// <summary>A second executor, named <c>other</c>.</summary>
    public FakeExecutor Other { get; } = new("other");

    public FakeDriver Driver => Executor.Driver;

    public EmbeddedDispatcher Client { get; }

    public string Folder { get; }

    public static string NewFolder() => Path.Combine(Path.GetTempPath(), "covalent-tests", Guid.NewGuid().ToString("N"));

    public static DispatchRequest Request(TransportGraph graph, string? id = null) => new()
    {
        DispatchId = id ?? Guid.CreateVersion7().ToString(),
        Graph = graph,
        Lattice = new LatticeInfo("lattice"),
    };

    public static TaskOutcome Value(int value) => new()
    {
        Status = Status.Completed,
        Result = Encode(value),
        StartedAt = 1,
        EndedAt = 2,
    };

    public static EncodedValue Encode<T>(T value)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        ValueCodec.For<T>().Encode(value, bytes);
        return new EncodedValue(PayloadCodecs.Binary, bytes.WrittenMemory);
    }

    public static TaskOutcome Failure(string message = "broken", FailureKind kind = FailureKind.UserCode) =>
        TaskOutcome.FromFailure(new FailureInfo(kind, "System.Exception", message), 1, 2);

    /// <summary>Lets every task return its inputs' sum plus one, and sublattices the graph their name stands for.</summary>
    public TestDispatcher Computing(Func<TaskAttempt, TransportGraph>? child = null)
    {
        Driver.Answer = attempt => attempt.Template.Kind == NodeKind.Sublattice
            ? new TaskOutcome { Status = Status.Completed, Child = child!(attempt) }
            : Value(1 + Inputs(attempt).Sum());
        return this;
    }

    public static IEnumerable<int> Inputs(TaskAttempt attempt) =>
        attempt.Dispatch.Graph.ParentsOf(attempt.NodeId).ToArray().Select(parent => ValueCodec.For<int>().DecodeValue(attempt.Dispatch.Values.GetEncoded(parent).Bytes.Span));

    /// <summary>Holds every attempt until the test ends it.</summary>
    public TestDispatcher Holding()
    {
        Driver.Answer = static _ => null;
        return this;
    }

    public async Task<string> SubmitAsync(TransportGraph graph, Func<DispatchRequest, DispatchRequest>? change = null)
    {
        var request = Request(graph);
        request = change?.Invoke(request) ?? request;
        await Client.SubmitAsync(request);
        return request.DispatchId;
    }

    public async Task<DispatchSnapshot> RunAsync(TransportGraph graph) => await Client.WaitAsync(await SubmitAsync(graph));

    public async Task<Status[]> StatusesAsync(string dispatchId) => [.. (await Client.GetNodesAsync(dispatchId)).Select(node => node.Status)];

    /// <summary>Names of the nodes that were started, in order, without their dispatch.</summary>
    public int[] StartedNodes() => [.. Executor.Started.Select(name => int.Parse(name.Split('/', '#')[1]))];

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        if (_ownsFolder && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
