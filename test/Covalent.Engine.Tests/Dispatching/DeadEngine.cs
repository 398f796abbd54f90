using Covalent.Engine.Storage;
using Covalent.Engine.Storage.Sqlite;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

/// <summary>Leaves a data folder as an engine does that was killed in the middle.</summary>
internal static class DeadEngine
{
    public static async Task<string> LeaveAsync(
        string folder, TransportGraph graph, Action<WriteBatch, DispatchKey> fill, Func<DispatchRequest, DispatchRequest>? change = null)
    {
        await using var store = new SqliteStore(folder, StoreSynchronous.Normal);
        await store.OpenAsync(CancellationToken.None);
        var owner = await store.EnterOwnerAsync(new OwnerRecord(0, "gone", 1, 1, $"{Guid.NewGuid():N}.lock"), CancellationToken.None);
        var request = TestDispatcher.Request(graph);
        var key = await store.RegisterAsync(change?.Invoke(request) ?? request, owner);
        await store.CommitAsync(batch => fill(batch, key));
        return key.Id;
    }
}
