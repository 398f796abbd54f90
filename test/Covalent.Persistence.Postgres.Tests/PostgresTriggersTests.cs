using Covalent.Engine.Storage;
using Covalent.Testing;

namespace Covalent.Persistence.Postgres.Tests;

public sealed class PostgresTriggersTests : TriggerStoreConformance
{
    private readonly TestDatabase _database = new();

    internal override async Task<(IDispatchStore, ITriggerStore)> OpenAsync()
    {
        var store = _database.Store();
        await store.OpenAsync(CancellationToken.None);
        return (store, new PostgresTriggers(store));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }
}
