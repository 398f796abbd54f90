using Covalent.Executors.Channels;
using Covalent.Executors.Channels.Ssh;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Executors.Tests.Channels.Ssh;

/// <summary>Connections that are shared, lost and made again, against the real sshd.</summary>
public sealed class SshLinkTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_MoreThanTheCaps_ShareAsFewConnectionsAsAllowed()
    {
        await using SshChannel channel = Backends.Open(Backends.Loopback() with { MaxConnections = 2, ChannelsPerConnection = 3 });
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => channel.RunAsync(Echo("sleep 0.05"), Stop)));
        Assert.Equal(2, channel.ConnectionCount);
    }

    [Fact]
    public async Task Commands_OneAfterAnother_UseOneConnection()
    {
        await using SshChannel channel = Backends.Open(Backends.Loopback());
        for (int i = 0; i < 20; i++)
        {
            await channel.RunAsync(Echo(":"), Stop);
        }

        Assert.Equal(1, channel.ConnectionCount);
    }

    [Fact]
    public async Task Pool_ForEqualEndpoints_SharesOneChannelUntilTheLastLeaves()
    {
        var pool = new SshChannelPool(TimeProvider.System, NullLoggerFactory.Instance);
        ICommandChannel first = pool.Lease(Backends.Loopback());
        ICommandChannel second = pool.Lease(Backends.Loopback());
        await first.RunAsync(Echo(":"), Stop);
        await second.RunAsync(Echo(":"), Stop);
        Assert.Equal(1, pool.ConnectionCount);
        await first.DisposeAsync();
        await first.DisposeAsync();
        Assert.Equal(0, (await second.RunAsync(Echo(":"), Stop)).ExitCode);
        await second.DisposeAsync();
        Assert.Equal(0, pool.ConnectionCount);
    }

    [Fact]
    public async Task Pool_ForAnotherKeyOrUser_UsesAnotherConnection()
    {
        var pool = new SshChannelPool(TimeProvider.System, NullLoggerFactory.Instance);
        await using ICommandChannel first = pool.Lease(Backends.Loopback());
        await using ICommandChannel second = pool.Lease(Backends.Loopback() with { KeyFiles = [Backends.SshFile("id_rsa")] });
        await first.RunAsync(Echo(":"), Stop);
        await second.RunAsync(Echo(":"), Stop);
        Assert.Equal(2, pool.ConnectionCount);
    }

    [Fact]
    public async Task Session_KilledOnTheServer_IsReportedAsALostLink()
    {
        await using SshChannel channel = Backends.Open(Backends.Loopback());
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => channel.RunAsync(new ShellCommand(KillOwnSession), Stop));
        Assert.Equal(ChannelFault.LinkLost, e.Fault);
        Assert.True(e.IsTransient);
        Assert.Equal(0, (await channel.RunAsync(Echo(":"), Stop)).ExitCode);
    }

    [Fact]
    public async Task Command_ThatMayRunTwice_IsRepeatedOverANewConnection()
    {
        await using SshChannel channel = Backends.Open(Backends.Loopback() with { ConnectAttempts = 3 });
        string folder = await Backends.MakeFolderAsync(channel);
        // The first run leaves a mark and kills its own session; the second finds the mark.
        ShellText script = ShellText.Lines(ShellText.Of($"if [ -e {folder}/mark ]; then echo again; exit; fi; touch {folder}/mark"), KillOwnSession);
        Assert.Equal("again\n", (await channel.RunAsync(ShellCommand.Repeatable(script), Stop)).OutputText);
    }

    [Fact]
    public async Task ProgramKilledBySignal_IsNotALostLink()
    {
        await using SshChannel channel = Backends.Open(Backends.Loopback());
        CommandResult result = await channel.RunAsync(new ShellCommand(ShellText.Verbatim("kill -9 $$")), Stop);
        Assert.Equal("KILL", result.Signal);
        Assert.Null(result.ExitCode);
    }

    [Fact]
    public async Task Attempts_WhileNobodyListens_PauseLongerEachTime()
    {
        var clock = new FakeTimeProvider();
        SshEndpoint endpoint = Backends.Loopback() with { Port = 1, ConnectAttempts = 4, RetryPause = TimeSpan.FromSeconds(5), KeepAlive = TimeSpan.FromDays(1), ConnectTimeout = TimeSpan.FromDays(1) };
        var reconnect = new SshReconnect(endpoint, clock, NullLogger.Instance);
        Assert.Equal([5, 10, 20, 40, 60, 60], Enumerable.Range(1, 6).Select(attempt => (int)reconnect.PauseAfter(attempt).TotalSeconds));

        Task<SshLink> opening = reconnect.OpenAsync(Stop);
        while (!opening.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(opening, Task.Delay(5, Stop));
        }

        Assert.Equal(ChannelFault.Refused, (await Assert.ThrowsAsync<ChannelException>(() => opening)).Fault);
        Assert.True(clock.GetUtcNow() - new FakeTimeProvider().GetUtcNow() >= TimeSpan.FromSeconds(35));
    }

    private static ShellText KillOwnSession => ShellText.Verbatim("kill -9 $PPID; sleep 60");

    private static ShellCommand Echo(string script) => new(ShellText.Verbatim(script));
}
