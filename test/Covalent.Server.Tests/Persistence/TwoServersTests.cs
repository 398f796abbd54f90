using System.Net;
using Covalent.Persistence.Postgres.Tests;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Persistence;

/// <summary>Two server processes on one PostgreSQL database.</summary>
public sealed class TwoServersTests : IAsyncLifetime
{
    // Long enough for a leader on a busy machine, which renews it three times in that.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);
    private readonly TestDatabase _database = new();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"covalent-go-{Guid.NewGuid():N}");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        await _database.DisposeAsync();
    }

    [Fact]
    [Trait("Checklist", "37")]
    public async Task KilledLeader_IsReplaced_AndItsDispatchGoesOnElsewhere()
    {
        await using var leader = await StartAsync();
        await using var standby = await StartAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        string finished, running, trigger;
        using (ClientProvider.Use(leader.Client))
        {
            finished = await DispatchAsync(TestLattices.Hello, "a", "b", cancellationToken: patience.Token);
            await leader.Client.WaitAsync(finished, patience.Token);
            running = await DispatchAsync(() => TestLattices.Blocked(_file), cancellationToken: patience.Token);
            trigger = (await AddTriggerAsync(finished, new WebhookTrigger(), patience.Token)).TriggerId;
            await UntilRunningAsync(leader, running, patience.Token);
        }

        using (ClientProvider.Use(standby.Client))
        {
            Assert.Equal("a, b!", (await GetResultAsync<string>(finished, cancellationToken: patience.Token)).Value);
            Assert.Equal(2, (await standby.Client.ListAsync(new DispatchQuery(), patience.Token)).Total);
            using var refused = await standby.Http.PostAsync($"api/v1/dispatches/{running}/cancel", null, patience.Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains(leader.Address, await refused.Content.ReadAsStringAsync(patience.Token), StringComparison.Ordinal);

            await leader.KillAsync();
            await File.WriteAllTextAsync(_file, "go", patience.Token);
            Assert.Equal(Status.Completed, (await standby.Client.WaitAsync(running, patience.Token)).Status);
            Assert.Equal("go", (await GetResultAsync<string>(running, cancellationToken: patience.Token)).Value);
            Assert.Equal("c, d!", (await RunAsync(TestLattices.Hello, "c", "d", cancellationToken: patience.Token)).Value);
            var fired = await standby.Client.Triggers.FireAsync(trigger, "once", patience.Token);
            Assert.Equal(Status.Completed, (await standby.Client.WaitAsync(fired, patience.Token)).Status);
        }

        await standby.SignalAsync("TERM");
        Assert.Equal(0, await standby.ExitAsync(patience.Token));
    }

    [Fact]
    public async Task LeaderThatWasFrozen_EndsWhenItWakes_AndChangesNothing()
    {
        await using var frozen = await StartAsync();
        await using var standby = await StartAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        string running;
        using (ClientProvider.Use(frozen.Client))
        {
            running = await DispatchAsync(() => TestLattices.Blocked(_file), cancellationToken: patience.Token);
            await UntilRunningAsync(frozen, running, patience.Token);
        }

        await frozen.SignalAsync("STOP");
        await File.WriteAllTextAsync(_file, "go", patience.Token);
        Assert.Equal(Status.Completed, (await standby.Client.WaitAsync(running, patience.Token)).Status);
        var ended = (await standby.Client.GetAsync(running, patience.Token)).EndedAt;
        await frozen.SignalAsync("CONT");
        Assert.Equal(6, await frozen.ExitAsync(patience.Token));
        var after = await standby.Client.GetAsync(running, patience.Token);
        Assert.Equal((Status.Completed, ended), (after.Status, after.EndedAt));
    }

    private Task<ServerProcessHandle> StartAsync() => ServerProcessHandle.StartAsync(_database.Settings.ConnectionString, Lease);

    private static async Task UntilRunningAsync(ServerProcessHandle server, string dispatchId, CancellationToken cancellationToken)
    {
        await foreach (var e in server.Client.WatchAsync(dispatchId, cancellationToken))
        {
            if (e is NodeStatusChanged { Status: Status.Running })
            {
                return;
            }
        }
    }
}
