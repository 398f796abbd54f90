using static Covalent.Workflow;

namespace Covalent.Server.Tests.Persistence;

/// <summary>A server that is told to stop while its database is away ends soon all the same, and nothing is lost.</summary>
public sealed class StopWithoutDatabaseTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    // Five seconds for the database, fifteen in all, are what a server allows itself; it waited for two minutes before. The rest is for slow machines.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"covalent-go-{Guid.NewGuid():N}");

    [Theory]
    [InlineData("STOP")]
    [InlineData("KILL")]
    public async Task Server_ToldToStopWhileItsDatabaseIsAway_EndsSoon_AndTheNextGoesOn(string signal)
    {
        await using var postgres = await ThrowawayPostgres.StartAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        string finished, running;
        Task submitting;
        await using (var server = await ServerProcessHandle.StartAsync(postgres.Connection, Lease))
        {
            using var use = ClientProvider.Use(server.Client);
            finished = await DispatchAsync(TestLattices.Hello, "a", "b", cancellationToken: patience.Token);
            await server.Client.WaitAsync(finished, patience.Token);
            running = await DispatchAsync(() => TestLattices.Blocked(_file), cancellationToken: patience.Token);
            await UntilRunningAsync(server, running, patience.Token);
            await postgres.SignalAsync(signal);

            // Has the engine wait for the database in the middle of a step: the result of the running task, and a new dispatch.
            await File.WriteAllTextAsync(_file, "go", patience.Token);
            submitting = IsNotTakenAsync(patience.Token);
            await server.SignalAsync("TERM");
            using var limit = new CancellationTokenSource(Limit);
            Assert.Equal(0, await server.ExitAsync(limit.Token));
        }

        await submitting;
        await (signal == "STOP" ? postgres.SignalAsync("CONT") : postgres.ComeBackAsync());
        await using (var next = await ServerProcessHandle.StartAsync(postgres.Connection, Lease))
        {
            using var use = ClientProvider.Use(next.Client);
            Assert.Equal(Status.Completed, (await next.Client.WaitAsync(running, patience.Token)).Status);
            Assert.Equal("go", (await GetResultAsync<string>(running, cancellationToken: patience.Token)).Value);
            Assert.Equal("a, b!", (await GetResultAsync<string>(finished, cancellationToken: patience.Token)).Value);
        }

        File.Delete(_file);
    }

    private static async Task IsNotTakenAsync(CancellationToken cancellationToken) =>
        await Assert.ThrowsAnyAsync<Exception>(() => DispatchAsync(TestLattices.Hello, "c", "d", cancellationToken: cancellationToken));

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
