using Covalent.Core.Execution;
using Covalent.Engine.Storage;
using Covalent.Testing;
using Npgsql;

namespace Covalent.Persistence.Postgres.Tests;

/// <summary>In a database of its own: transactions of other tests would keep deleted rows alive.</summary>
public sealed class FreedSpaceTests : IAsyncLifetime
{
    private readonly TestDatabase _server = new();
    private readonly string _name = $"d_{Guid.NewGuid():N}";

    private NpgsqlConnectionStringBuilder Settings => new(_server.Settings.ConnectionString) { Database = _name, Pooling = false };

    public async ValueTask InitializeAsync() => await _server.RunAsync($"CREATE DATABASE {_name}");

    public async ValueTask DisposeAsync()
    {
        await _server.RunAsync($"DROP DATABASE {_name} WITH (FORCE)");
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Delete_GivesRowsAndValuesBack_ButNotWhatOthersNeed()
    {
        await using var store = new PostgresStore(PostgresAddress.Parse(Settings.ConnectionString), new PostgresStoreOptions());
        await store.OpenAsync(CancellationToken.None);
        var kept = await store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await EndAsync(store, kept, 0, new byte[50_000]);
        var deleted = await store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(2000)));
        await EndAsync(store, deleted, 0, new byte[50_000]);
        await EndAsync(store, deleted, 1, new byte[3_000_000]);
        await store.CommitAsync(batch => batch.Ends.AddRange(Enumerable.Range(2, 1998).Select(node => StoreSketch.Completed(deleted, node, Random(1000)))));
        await store.EndAsync(deleted);
        var before = await SizeAsync();
        var (report, _) = await store.DeleteAsync([deleted.Id], CancellationToken.None);
        Assert.InRange(report.FreedBytes, 5_000_000, 10_000_000);
        var after = await SizeAsync();
        Assert.True(after < before / 2, $"the tables have {after} bytes after {before}");
        Assert.Equal(50_000, store.ReadAsset((await store.ReadNodesAsync(kept, [0], CancellationToken.None))[0].Value.Asset!).Length);
    }

    private async Task<long> SizeAsync()
    {
        await using var source = NpgsqlDataSource.Create(Settings.ConnectionString);
        await using var command = source.CreateCommand("SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task EndAsync(PostgresStore store, DispatchKey key, int node, byte[] bytes)
    {
        var asset = await store.WriteAssetAsync(bytes, CancellationToken.None);
        var outcome = new TaskOutcome { Status = Status.Completed, Result = new EncodedValue(PayloadCodecs.Binary, bytes) };
        await store.CommitAsync(batch => batch.Ends.Add(new NodeEnd(key, node, 1, Status.Completed, outcome, new OutcomeAssets { Result = asset })));
    }
}
