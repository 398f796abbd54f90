namespace Covalent;

/// <summary>The one way to a dispatcher: the embedded engine and the server's HTTP client both implement it, and everything a user can do
/// (scripts, CLI, UI) goes through it.</summary>
public interface IDispatcherClient : IAsyncDisposable
{
    /// <summary>Where dispatches go, for messages: a data folder or an address.</summary>
    string Location { get; }

    /// <summary>Registers a dispatch durably, without starting it. Idempotent: the same id registers once.</summary>
    Task RegisterAsync(DispatchRequest request, CancellationToken cancellationToken = default);

    /// <summary>Starts a registered dispatch. Starting twice runs once; the second call reports the current status.</summary>
    Task<Status> StartAsync(string dispatchId, CancellationToken cancellationToken = default);

    /// <summary>Registers and starts in one durable step; what <c>DispatchAsync</c> uses.</summary>
    Task SubmitAsync(DispatchRequest request, CancellationToken cancellationToken = default);

    /// <summary>The dispatch as it is now.</summary>
    /// <exception cref="DispatchNotFoundException">No such dispatch.</exception>
    Task<DispatchSnapshot> GetAsync(string dispatchId, CancellationToken cancellationToken = default);

    /// <summary>The dispatch once its status is terminal; waits for a push, never polls.</summary>
    Task<DispatchSnapshot> WaitAsync(string dispatchId, CancellationToken cancellationToken = default);

    /// <summary>The value of a completed dispatch; null when the lattice returns nothing.</summary>
    Task<Payload?> GetResultAsync(string dispatchId, CancellationToken cancellationToken = default);

    /// <summary>Records of the nodes asked for (all when null), in id order. Nodes that never started are reported as such.</summary>
    Task<IReadOnlyList<NodeSnapshot>> GetNodesAsync(string dispatchId, IReadOnlyList<int>? nodes = null, CancellationToken cancellationToken = default);

    /// <summary>The output of one completed node; null when it returns nothing.</summary>
    Task<Payload?> GetNodeOutputAsync(string dispatchId, int nodeId, CancellationToken cancellationToken = default);

    /// <summary>One stream of one node as UTF-8; empty when nothing was written.</summary>
    Task<ReadOnlyMemory<byte>> GetNodeStreamAsync(string dispatchId, int nodeId, OutputStream stream, CancellationToken cancellationToken = default);

    /// <summary>The graph as registered.</summary>
    Task<TransportGraph> GetGraphAsync(string dispatchId, CancellationToken cancellationToken = default);

    /// <summary>What was registered of the lattice: its function and inputs, which a redispatch may change.</summary>
    Task<LatticeInfo> GetLatticeAsync(string dispatchId, CancellationToken cancellationToken = default);

    /// <summary>What happens from now on, starting with the current state; ends after the terminal status.</summary>
    IAsyncEnumerable<DispatchEvent> WatchAsync(string dispatchId, CancellationToken cancellationToken = default);

    /// <summary>Cancels a dispatch, or only the given nodes. Reports honestly what could not be stopped.</summary>
    Task<CancelReport> CancelAsync(string dispatchId, IReadOnlyList<int>? nodes = null, CancellationToken cancellationToken = default);

    /// <summary>Registers and starts a dispatch derived from an earlier one.</summary>
    /// <returns>The new dispatch's id.</returns>
    Task<string> RedispatchAsync(RedispatchRequest request, CancellationToken cancellationToken = default);

    /// <summary>Continues unfinished dispatches that no living engine owns: all, or the given one.</summary>
    /// <returns>The ids that go on.</returns>
    Task<IReadOnlyList<string>> ResumeAsync(string? dispatchId = null, CancellationToken cancellationToken = default);

    /// <summary>Dispatches matching a query, newest first.</summary>
    Task<DispatchPage> ListAsync(DispatchQuery query, CancellationToken cancellationToken = default);

    /// <summary>Deletes terminal dispatches and frees what only they used.</summary>
    Task<DeleteReport> DeleteAsync(IReadOnlyList<string> dispatchIds, CancellationToken cancellationToken = default);

    /// <summary>Writes a terminal dispatch with its sublattices, values and streams, so that it can be taken in elsewhere.</summary>
    /// <exception cref="InvalidOperationException">The dispatch has not ended.</exception>
    Task ExportAsync(string dispatchId, Stream output, CancellationToken cancellationToken = default);

    /// <summary>Takes in what <see cref="ExportAsync"/> wrote. Dispatches that are there already are left alone.</summary>
    /// <returns>The id of the exported dispatch.</returns>
    /// <exception cref="CovalentException">The bytes are no archive; nothing was taken in.</exception>
    Task<string> ImportAsync(Stream input, CancellationToken cancellationToken = default);
}
