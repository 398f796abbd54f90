using System.Buffers;
using Covalent.Core.Execution;
using Covalent.Core.Graph;
using Covalent.Engine.Storage;

namespace Covalent.Testing;

/// <summary>Records for tests of stores.</summary>
internal static class StoreSketch
{
    /// <summary>The moment at which everything in these tests happens, UTC ticks.</summary>
    public static long Now { get; } = new DateTime(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc).Ticks;

    public static DispatchRequest Request(TransportGraph graph, string name = "lattice") => new()
    {
        DispatchId = Guid.CreateVersion7().ToString(),
        Graph = graph,
        Lattice = new LatticeInfo(name),
    };

    public static DispatchRegistration Registration(DispatchRequest request, long owner)
    {
        var bytes = new ArrayBufferWriter<byte>();
        GraphCodec.Write(bytes, request.Graph);
        return new DispatchRegistration
        {
            Key = new DispatchKey(request.DispatchId),
            Request = request,
            Graph = bytes.WrittenMemory,
            CreatedAt = Now,
            Owner = owner,
        };
    }

    public static NodeEnd Completed(DispatchKey dispatch, int node, byte[]? value) => new(dispatch, node, 1, Status.Completed, new TaskOutcome
    {
        Status = Status.Completed,
        Result = value is null ? default : new EncodedValue(PayloadCodecs.Binary, value),
        StartedAt = Now + 10,
        EndedAt = Now + 25,
    });

    public static async Task<DispatchKey> RegisterAsync(this IDispatchStore store, DispatchRequest request, long owner = 1)
    {
        var registration = Registration(request, owner);
        await store.CommitAsync(batch => batch.Registrations.Add(registration));
        return registration.Key;
    }

    public static async Task CommitAsync(this IDispatchStore store, Action<WriteBatch> fill)
    {
        var batch = new WriteBatch { At = Now };
        fill(batch);
        await store.CommitAsync(batch, CancellationToken.None);
    }

    public static Task EndAsync(this IDispatchStore store, DispatchKey dispatch, long at = 0) =>
        store.CommitAsync(batch => batch.Changes.Add(new DispatchChange(dispatch, Status.Completed, at == 0 ? Now : at, 0, 0, 0, null)));
}
