using System.Net;
using Covalent.Server.Operations;
using Covalent.Server.Security;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Operations;

/// <summary>A wall clock that is set, forward and backward, under a server.</summary>
public sealed class ClockJumpTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(-100)]
    public async Task Server_WhoseClockIsSet_GoesOn(int days)
    {
        var clock = new SetClock();
        await using var server = await TestServer.StartAsync(options => options with { Clock = clock });
        using var use = ClientProvider.Use(server.Client);
        var file = Path.Combine(server.Folder, "go");
        var id = await DispatchAsync(() => TestLattices.Blocked(file));
        await foreach (var e in server.Client.WatchAsync(id))
        {
            if (e is NodeStatusChanged { Status: Status.Running })
            {
                clock.Set(TimeSpan.FromDays(days));
                await File.WriteAllTextAsync(file, "went on");
            }
        }

        Assert.Equal("went on", (await GetResultAsync<string>(id)).Value);
        Assert.Equal("a, b!", (await RunAsync(TestLattices.Hello, "a", "b")).Value);
        var uptime = (await server.Http.GetStringAsync("metrics")).Split('\n').First(line => line.StartsWith("covalent_uptime_seconds ", StringComparison.Ordinal)).Split(' ')[1];
        Assert.InRange(double.Parse(uptime, System.Globalization.CultureInfo.InvariantCulture), 0, 600);
    }

    [Fact]
    public async Task Retention_AfterAForwardJump_DeletesNothingBeforeTheNextTurn()
    {
        var clock = new SetClock();
        await using var server = await TestServer.StartAsync(options => options with
        {
            Clock = clock,
            Configuration = TestServer.EmptyConfiguration(("COVALENT_DISPATCHER__RETENTION", "30d")),
        });
        using var use = ClientProvider.Use(server.Client);
        await RunAsync(TestLattices.Hello, "a", "b");
        await using var chores = new Chores(server.Server.Parts);
        clock.Set(TimeSpan.FromDays(100));
        await chores.DoAsync(CancellationToken.None);
        Assert.Equal(1, (await server.Client.ListAsync(new DispatchQuery())).Total);
        clock.Set(TimeSpan.Zero);
        await chores.DoAsync(CancellationToken.None);
        await chores.DoAsync(CancellationToken.None);
        Assert.Equal(1, (await server.Client.ListAsync(new DispatchQuery())).Total);
        clock.Set(TimeSpan.FromDays(100));
        await chores.DoAsync(CancellationToken.None);
        await chores.DoAsync(CancellationToken.None);
        Assert.Equal(0, (await server.Client.ListAsync(new DispatchQuery())).Total);
    }

    [Fact]
    public void Patience_WithWrongTokens_IsNotTheWallClocks()
    {
        var clock = new SetClock();
        var tries = new FailedTries(clock);
        for (var i = 0; i < 20; i++)
        {
            tries.Note(IPAddress.Loopback);
        }

        clock.Set(TimeSpan.FromDays(1));
        Assert.True(tries.IsBlocked(IPAddress.Loopback));
        clock.Set(TimeSpan.FromDays(-1));
        Assert.True(tries.IsBlocked(IPAddress.Loopback));
    }

    [Fact]
    public void ATokensEnd_IsADate_AndFollowsTheClock()
    {
        var clock = new SetClock();
        var folder = TestServer.NewFolder();
        var tokens = new TokenStore(folder, clock);
        var token = tokens.Add("alice", "read", clock.GetUtcNow().AddDays(1));
        Assert.NotNull(tokens.Find(token));
        clock.Set(TimeSpan.FromDays(2));
        Assert.Null(tokens.Find(token));
        clock.Set(TimeSpan.FromDays(-2));
        Assert.NotNull(tokens.Find(token));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The machine's clock, with a wall clock that can be set.</summary>
    private sealed class SetClock : TimeProvider
    {
        private long _offset;

        public void Set(TimeSpan offset) => Interlocked.Exchange(ref _offset, offset.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));
    }
}
