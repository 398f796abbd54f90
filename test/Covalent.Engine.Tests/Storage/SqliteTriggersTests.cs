using Covalent.Engine.Storage;
using Covalent.Engine.Storage.Sqlite;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Storage;

public sealed class SqliteTriggersTests : TriggerStoreConformance
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "covalent-tests", Guid.NewGuid().ToString("N"));

    internal override async Task<(IDispatchStore, ITriggerStore)> OpenAsync()
    {
        var store = new SqliteStore(_folder, StoreSynchronous.Normal);
        await store.OpenAsync(CancellationToken.None);
        return (store, SqliteTriggers.Open(_folder, StoreSynchronous.Normal));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
