using System.Runtime.CompilerServices;
using Covalent.Core.Graph;

namespace Covalent.Core.Tests.Workflow;

/// <summary>A dispatcher that runs everything at once in memory, and remembers what it was asked.</summary>
internal sealed class FakeClient : IDispatcherClient
{
    private readonly Dictionary<string, DispatchRequest> _requests = [];
    private readonly Dictionary<string, DispatchSnapshot> _snapshots = [];
    private readonly Dictionary<string, Payload?> _results = [];
    private readonly Dictionary<string, List<NodeSnapshot>> _nodes = [];

    /// <summary>Names of the calls made, in order.</summary>
    public List<string> Calls { get; } = [];

    public List<RedispatchRequest> Redispatches { get; } = [];

    public string Location => "memory";

    public DispatchRequest Request(string id) => _requests[id];

    /// <summary>Sets what a dispatch looks like.</summary>
    public void Put(DispatchSnapshot snapshot, params NodeSnapshot[] nodes)
    {
        _snapshots[snapshot.DispatchId] = snapshot;
        _nodes[snapshot.DispatchId] = [.. nodes];
    }

    public Task RegisterAsync(DispatchRequest request, CancellationToken cancellationToken = default) => throw new InvalidOperationException("not used");

    public Task<Status> StartAsync(string dispatchId, CancellationToken cancellationToken = default) => throw new InvalidOperationException("not used");

    public async Task SubmitAsync(DispatchRequest request, CancellationToken cancellationToken = default)
    {
        Calls.Add("Submit");
        _requests[request.DispatchId] = request;
        var value = await new InMemoryRunner(Build.RoundTrip(request.Graph)).RunAsync();
        _results[request.DispatchId] = request.Graph.Output.Type.Length == 0 ? null : Payload.Encode(TypeReference.Resolve(request.Graph.Output.Type), value);
        Put(Snapshot(request.DispatchId, request.Lattice.Name, Status.Completed, request.Graph.NodeCount));
    }

    public Task<DispatchSnapshot> GetAsync(string dispatchId, CancellationToken cancellationToken = default)
    {
        Calls.Add("Get");
        return _snapshots.TryGetValue(dispatchId, out var snapshot) ? Task.FromResult(snapshot) : throw new DispatchNotFoundException(dispatchId, Location);
    }

    public Task<DispatchSnapshot> WaitAsync(string dispatchId, CancellationToken cancellationToken = default)
    {
        Calls.Add("Wait");
        return Task.FromResult(_snapshots[dispatchId]);
    }

    public Task<Payload?> GetResultAsync(string dispatchId, CancellationToken cancellationToken = default)
    {
        Calls.Add("GetResult");
        return Task.FromResult(_results.GetValueOrDefault(dispatchId));
    }

    public Task<IReadOnlyList<NodeSnapshot>> GetNodesAsync(string dispatchId, IReadOnlyList<int>? nodes = null, CancellationToken cancellationToken = default)
    {
        Calls.Add(nodes is null ? "GetNodes" : $"GetNodes({nodes.Count})");
        return Task.FromResult<IReadOnlyList<NodeSnapshot>>([.. _nodes[dispatchId].Where(node => nodes is null || nodes.Contains(node.NodeId))]);
    }

    public Task<Payload?> GetNodeOutputAsync(string dispatchId, int nodeId, CancellationToken cancellationToken = default)
    {
        Calls.Add($"GetNodeOutput({nodeId})");
        return Task.FromResult(nodeId == 0 ? Payload.Encode(42) : null);
    }

    public Task<ReadOnlyMemory<byte>> GetNodeStreamAsync(string dispatchId, int nodeId, OutputStream stream, CancellationToken cancellationToken = default) =>
        Task.FromResult<ReadOnlyMemory<byte>>(System.Text.Encoding.UTF8.GetBytes($"{stream} of {nodeId}"));

    public Task<TransportGraph> GetGraphAsync(string dispatchId, CancellationToken cancellationToken = default) => Task.FromResult(Build.RoundTrip(_requests[dispatchId].Graph));

    public Task<LatticeInfo> GetLatticeAsync(string dispatchId, CancellationToken cancellationToken = default) => Task.FromResult(_requests[dispatchId].Lattice);

    public async IAsyncEnumerable<DispatchEvent> WatchAsync(string dispatchId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        yield break;
    }

    public Task<CancelReport> CancelAsync(string dispatchId, IReadOnlyList<int>? nodes = null, CancellationToken cancellationToken = default)
    {
        Calls.Add($"Cancel({string.Join(",", nodes ?? [])})");
        return Task.FromResult(new CancelReport(dispatchId, Status.Cancelled, nodes ?? [], [], []));
    }

    public async Task<string> RedispatchAsync(RedispatchRequest request, CancellationToken cancellationToken = default)
    {
        Redispatches.Add(request);
        var old = _requests[request.DispatchId];
        await SubmitAsync(old with { DispatchId = request.NewDispatchId, Graph = request.Graph ?? old.Graph, Lattice = request.Lattice ?? old.Lattice }, cancellationToken);
        return request.NewDispatchId;
    }

    public Task<IReadOnlyList<string>> ResumeAsync(string? dispatchId = null, CancellationToken cancellationToken = default)
    {
        Calls.Add($"Resume({dispatchId})");
        return Task.FromResult<IReadOnlyList<string>>([dispatchId ?? "all"]);
    }

    public Task<DispatchPage> ListAsync(DispatchQuery query, CancellationToken cancellationToken = default) => throw new InvalidOperationException("not used");

    public Task<DeleteReport> DeleteAsync(IReadOnlyList<string> dispatchIds, CancellationToken cancellationToken = default) => throw new InvalidOperationException("not used");

    public Task ExportAsync(string dispatchId, Stream output, CancellationToken cancellationToken = default) => throw new InvalidOperationException("not used");

    public Task<string> ImportAsync(Stream input, CancellationToken cancellationToken = default) => throw new InvalidOperationException("not used");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static DispatchSnapshot Snapshot(string id, string name, Status status, int nodes) => new()
    {
        DispatchId = id,
        RootDispatchId = id,
        Name = name,
        Status = status,
        CreatedAt = DateTimeOffset.UnixEpoch,
        StartedAt = DateTimeOffset.UnixEpoch,
        EndedAt = status.IsTerminal() ? DateTimeOffset.UnixEpoch.AddSeconds(3) : null,
        NodeCount = nodes,
        CompletedCount = status == Status.Completed ? nodes : 0,
    };
}
