using Covalent.Engine.Storage;
using Covalent.Engine.Storage.Sqlite;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

/// <summary>Leaves a data folder as an engine does that was killed in the middle.</summary>
internal static class DeadEngine
{
    /// <summary>Takes over some of what is unfinished, and dies.</summary>
    public static async Task TakeAsync(string folder, Func<DispatchRecord, bool> wanted)
    {
        await using var store = new SqliteStore(folder, StoreSynchronous.Normal);
        await store.OpenAsync(CancellationToken.None);
        var owner = await store.EnterOwnerAsync(new OwnerRecord(0, "gone", 1, 1, $"{Guid.NewGuid():N}.lock"), CancellationToken.None);
        var (dispatches, _) = await store.ListAsync(new DispatchQuery { IncludeSublattices = true }, CancellationToken.None);
        foreach (var dispatch in dispatches.Where(dispatch => !dispatch.Status.IsTerminal() && wanted(dispatch)))
        {
            Assert.True(await store.TryClaimAsync(dispatch.Key.Id, dispatch.Owner, owner, CancellationToken.None));
        }
    }

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
