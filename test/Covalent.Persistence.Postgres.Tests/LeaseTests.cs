using Covalent.Engine.Storage;
using Covalent.Testing;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Covalent.Persistence.Postgres.Tests;

public sealed class LeaseTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task LivingEngine_IsNotReplaced_HoweverOftenItsLeaseWouldHaveRunOut()
    {
        // By its own clock, time passes as the test says; by the database's, the lease has run out before each sign of life.
        var clock = new PulsingClock(new Pulse(), DateTimeOffset.UnixEpoch);
        await using var engine = await EnterAsync(TimeSpan.FromMinutes(10), clock);
        await using var other = await EnterAsync(TimeSpan.FromMinutes(1));
        var owner = await OwnerOfAsync(other, engine);
        await using var source = NpgsqlDataSource.Create(_database.Settings.ConnectionString);
        await using var renewals = await source.OpenConnectionAsync();
        await using var listen = new NpgsqlCommand(
            "CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('renewed', NEW.owner::text); RETURN NEW; END $$; "
            + "CREATE TRIGGER told AFTER UPDATE ON leases FOR EACH ROW EXECUTE FUNCTION told(); LISTEN renewed", renewals);
        await listen.ExecuteNonQueryAsync();
        var seen = 0;
        renewals.Notification += (_, told) => seen += told.Payload == $"{owner.Number}" ? 1 : 0;
        for (var beat = 1; beat <= 6; beat++)
        {
            await RunOutAsync(engine);
            await NextAsync(2 * beat - 1);
            await clock.UntilAsync(() => Task.FromResult(clock.GetUtcNow() >= DateTimeOffset.UnixEpoch + (beat * TimeSpan.FromMinutes(10) / 3)), TimeSpan.FromMinutes(10));
            await NextAsync(2 * beat);
            Assert.Null(await other.Liveness.TryReplaceAsync(owner, CancellationToken.None));
        }

        Assert.False(engine.Lost.IsCancellationRequested);

        async Task NextAsync(int count)
        {
            while (seen < count)
            {
                Assert.True(await renewals.WaitAsync(TimeSpan.FromMinutes(5)), "The lease was not renewed.");
            }
        }
    }

    [Fact]
    public async Task EngineThatShowsNoSignOfLife_IsReplaced_AndWritesNothingAnyMore()
    {
        var stopped = new PulsingClock(new Pulse(), DateTimeOffset.UnixEpoch);
        await using var old = await EnterAsync(TimeSpan.FromMilliseconds(300), stopped);
        var key = await old.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(2)), old.Owner);
        await using var next = await EnterAsync(TimeSpan.FromMinutes(1));
        await ReplaceAsync(next, old);
        var thrown = await Assert.ThrowsAsync<StorageException>(() => old.CommitAsync(batch => batch.Ends.Add(StoreSketch.Completed(key, 0, [1]))));
        Assert.Contains("another engine has taken over", thrown.Message, StringComparison.Ordinal);
        Assert.False(thrown.IsTransient);
        await Assert.ThrowsAsync<StorageException>(() => new PostgresTriggers(old).RemoveAsync("any", CancellationToken.None).AsTask());
        Assert.Empty(await next.ReadNodesAsync(key, null, CancellationToken.None));
        Assert.True(await next.TryClaimAsync(key.Id, old.Owner, next.Owner, CancellationToken.None));
        Assert.False(await old.TryClaimAsync(key.Id, next.Owner, old.Owner, CancellationToken.None));
        await using var lost = old.Lost.Register(stopped.Pulse.Beat);
        await stopped.UntilAsync(() => Task.FromResult(old.Lost.IsCancellationRequested), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task EngineStoppedInTheMiddleOfACommit_DoesNotHoldUpItsSuccessor()
    {
        await using var old = await EnterAsync(TimeSpan.FromMilliseconds(300), new FakeTimeProvider());
        await using var next = await EnterAsync(TimeSpan.FromMinutes(1));
        var owner = await OwnerOfAsync(next, old);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.Settings.ConnectionString) { ApplicationName = owner.LockName });
        await using var stuck = await source.OpenConnectionAsync();
        await using var transaction = await stuck.BeginTransactionAsync();
        await using var begin = new NpgsqlCommand($"SELECT begin_commit({owner.Number}, 77)", stuck);
        await begin.ExecuteNonQueryAsync();
        await ReplaceAsync(next, old);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => transaction.CommitAsync());
        Assert.NotEqual(77, await _database.AskAsync<long>($"SELECT last_commit FROM owners WHERE number = {owner.Number}"));
    }

    [Fact]
    public async Task EngineThatLeft_IsReplacedAtOnce()
    {
        await using var next = await EnterAsync(TimeSpan.FromMinutes(1));
        await using var old = await EnterAsync(TimeSpan.FromMinutes(1));
        var key = await old.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)), old.Owner);
        await old.LeaveOwnerAsync(old.Owner, cleanly: true, CancellationToken.None);
        Assert.NotNull(await next.Liveness.TryReplaceAsync(await OwnerOfAsync(next, old), CancellationToken.None));
        Assert.Equal([key.Id], await next.ReadUnfinishedAsync(old.Owner, CancellationToken.None));
    }

    [Fact]
    public async Task OneServerLeads_TheNextWhenItsLeaseHasRunOut()
    {
        await using var first = await EnterAsync(TimeSpan.FromMinutes(10), new FakeTimeProvider());
        await using var second = await EnterAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((true, "http://first"), await first.TryLeadAsync("http://first", CancellationToken.None));
        Assert.Equal((false, "http://first"), await second.TryLeadAsync("http://second", CancellationToken.None));
        await RunOutAsync(first);
        Assert.Equal((true, "http://second"), await second.TryLeadAsync("http://second", CancellationToken.None));
        Assert.Equal((false, "http://second"), await first.TryLeadAsync("http://first", CancellationToken.None));
    }

    [Fact]
    public async Task BrokenConnections_AreMadeAgain()
    {
        await using var store = await EnterAsync(TimeSpan.FromMinutes(1));
        var key = await store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(3)), store.Owner);
        for (var node = 0; node < 3; node++)
        {
            await _database.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name IN (SELECT lock_name FROM owners)");
            var end = StoreSketch.Completed(key, node, [1]);
            await store.CommitAsync(batch => batch.Ends.Add(end));
        }

        Assert.Equal(3, (await store.ReadNodesAsync(key, null, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task CommitWhoseAnswerIsLost_IsNotMadeTwice()
    {
        await using var proxy = new BreakingProxy(_database.Settings.Host!, _database.Settings.Port);
        await using var store = new PostgresStore(
            PostgresAddress.Parse(new NpgsqlConnectionStringBuilder(_database.Settings.ConnectionString) { Host = "127.0.0.1", Port = proxy.Port }.ConnectionString), new PostgresStoreOptions());
        await store.OpenAsync(CancellationToken.None);
        await store.EnterOwnerAsync(store.Liveness.Announce(), CancellationToken.None);
        await store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)), store.Owner);
        proxy.BreakAfter("INSERT INTO dispatches");
        var registration = StoreSketch.Registration(StoreSketch.Request(GraphSketch.Wide(1)), store.Owner);
        await store.CommitAsync(batch => batch.Registrations.Add(registration));
        Assert.Equal(1, proxy.Broken);
        Assert.False(registration.WasKnown);
        Assert.Equal(registration.Key.Number, (await store.FindAsync(registration.Key.Id, CancellationToken.None))!.Key.Number);
    }

    private async Task<PostgresStore> EnterAsync(TimeSpan lease, TimeProvider? clock = null)
    {
        var store = _database.Store(new PostgresStoreOptions { Lease = lease, Clock = clock ?? TimeProvider.System });
        await store.OpenAsync(CancellationToken.None);
        await store.EnterOwnerAsync(store.Liveness.Announce(), CancellationToken.None);
        return store;
    }

    private static async Task<OwnerRecord> OwnerOfAsync(PostgresStore here, PostgresStore whose) =>
        (await here.ReadOwnersAsync(CancellationToken.None)).Single(owner => owner.Number == whose.Owner);

    private async Task ReplaceAsync(PostgresStore next, PostgresStore old)
    {
        await RunOutAsync(old);
        Assert.NotNull(await next.Liveness.TryReplaceAsync(await OwnerOfAsync(next, old), CancellationToken.None));
    }

    private Task RunOutAsync(PostgresStore store) => _database.RunOutAsync(store.Owner);
}
