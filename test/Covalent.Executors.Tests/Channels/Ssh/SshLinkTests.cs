using System.Reflection;
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
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => channel.RunAsync(Echo("sleep 0.3"), Stop)));
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

    /// <summary>Everything that says who logs in, where, what is trusted and how patiently, keeps endpoints apart: a new setting does, too, or this fails.</summary>
    [Fact]
    public void PoolKey_OfEndpointsThatDifferInOneSetting_Differs()
    {
        var endpoint = new SshEndpoint { Host = "h", User = "u" };
        foreach (PropertyInfo property in typeof(SshEndpoint).GetProperties().Where(property => property.CanWrite))
        {
            SshEndpoint other = endpoint with { };
            property.SetValue(other, Other(property.GetValue(endpoint), property.PropertyType));
            Assert.True(endpoint.PoolKey != other.PoolKey, property.Name);
        }

        Assert.Equal(endpoint.PoolKey, (endpoint with { KeyFiles = [] }).PoolKey);
    }

    [Fact]
    public void PoolKey_OfTextsThatOnlyRunTogetherAlike_Differs()
    {
        var endpoint = new SshEndpoint { Host = "h", User = "u" };
        Assert.NotEqual((endpoint with { KeyFiles = ["a", "b"] }).PoolKey, (endpoint with { KeyFiles = ["a\nb"] }).PoolKey);
        Assert.NotEqual((endpoint with { KeyFiles = ["a"], CertificateFile = "b" }).PoolKey, (endpoint with { KeyFiles = ["a", "b"] }).PoolKey);
        Assert.NotEqual((endpoint with { KnownHostsFiles = ["a"] }).PoolKey, (endpoint with { HostKeyAlias = "a" }).PoolKey);
    }

    private static object Other(object? value, Type type) => value switch
    {
        _ when type == typeof(SshEndpoint) => new SshEndpoint { Host = "jump", User = "u" },
        _ when type == typeof(IReadOnlyList<string>) => new[] { "other" },
        _ when type == typeof(string) => "other",
        bool flag => !flag,
        int number => number + 1,
        TimeSpan time => time + TimeSpan.FromSeconds(1),
        HostKeyChecking => HostKeyChecking.AcceptNew,
        _ => throw new InvalidOperationException($"The test does not know how to change a {type}."),
    };

    [Fact]
    public async Task Lease_Returned_EndsWhatItAskedForAndNothingElse()
    {
        var pool = new SshChannelPool(TimeProvider.System, NullLoggerFactory.Instance);
        ICommandChannel leaving = pool.Lease(Backends.Loopback());
        await using ICommandChannel staying = pool.Lease(Backends.Loopback());
        var begun = new TaskCompletionSource();
        var lasting = new ShellCommand(ShellText.Verbatim("echo begun; exec sleep 600"))
        {
            Timeout = TimeSpan.FromMinutes(10),
            OnOutput = (_, _) =>
            {
                begun.TrySetResult();
                return ValueTask.CompletedTask;
            },
        };
        Task<CommandResult> waiting = leaving.RunAsync(lasting, Stop);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(5), Stop);
        await leaving.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => leaving.RunAsync(Echo(":"), Stop));
        Assert.Equal(0, (await staying.RunAsync(Echo(":"), Stop)).ExitCode);
        Assert.Equal(1, pool.ConnectionCount);
    }

    /// <summary>Otherwise programs that only listen would take the places of those that work.</summary>
    [Fact]
    public async Task Programs_ThatLast_LeaveRoomForOthers()
    {
        await using SshChannel channel = Backends.Open(Backends.Loopback() with { MaxConnections = 1, ChannelsPerConnection = 4 });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        ShellCommand lasting = Echo("exec sleep 600") with { IsLasting = true, Timeout = Timeout.InfiniteTimeSpan };
        Task<CommandResult>[] listeners = [channel.RunAsync(lasting, end.Token), channel.RunAsync(lasting, end.Token)];
        Assert.Contains("max_connections", (await Assert.ThrowsAsync<ChannelException>(() => channel.RunAsync(lasting, end.Token))).Message);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => channel.RunAsync(Echo(":"), Stop)));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(listeners));
        Task<CommandResult> again = channel.RunAsync(Echo(":") with { IsLasting = true }, Stop);
        Assert.Equal(0, (await again).ExitCode);
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

    /// <summary>A server hangs up on a client that tells more, or the end, to a channel it has closed: on everything else that runs there, too.</summary>
    [Fact]
    public async Task Programs_ThatEndBeforeTheyWereToldEverything_KeepTheConnection()
    {
        var log = new ListLoggerFactory();
        await using var channel = new SshChannel(Backends.Loopback() with { MaxConnections = 1 }, TimeProvider.System, log);
        byte[] piece = new byte[5000];
        for (int round = 0; round < 25; round++)
        {
            CommandResult[] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => channel.RunAsync(new ShellCommand(ShellText.Of($"head -c {i * 10_000} >/dev/null; echo full >&2; exit 3"))
            {
                Input = async (stream, stop) =>
                {
                    for (int sent = 0; sent < 200; sent++)
                    {
                        await stream.WriteAsync(piece, stop);
                        await stream.FlushAsync(stop);
                    }
                },
            }, Stop)));
            Assert.All(results, result => Assert.Equal((3, "full\n"), (result.ExitCode, result.ErrorText)));
        }

        Assert.Single(log.Lines, line => line.Contains("Connected to", StringComparison.Ordinal));
    }

    /// <summary>sshd allows ten sessions of a connection, and counts one for a moment longer than its command runs.</summary>
    [Fact]
    public async Task Sessions_BeyondWhatTheServerAllows_WaitForRoom()
    {
        await using SshChannel channel = Backends.Open(Backends.Loopback() with { MaxConnections = 1, ChannelsPerConnection = 16 });
        CommandResult[] results = await Task.WhenAll(Enumerable.Range(0, 48).Select(i => channel.RunAsync(new ShellCommand(ShellText.Of($"echo {i}")), Stop)));
        Assert.Equal(Enumerable.Range(0, 48).Select(i => $"{i}\n"), results.Select(result => result.OutputText));
        Assert.Equal(1, channel.ConnectionCount);
    }

    /// <summary>What is sent need not be made up to its end once nobody reads it.</summary>
    [Fact]
    public async Task Program_ThatEndsEarly_StopsWhoeverTellsIt()
    {
        await using SshChannel channel = Backends.Open(Backends.Loopback());
        CommandResult result = await channel.RunAsync(new ShellCommand(ShellText.Verbatim("exit 5"))
        {
            Input = async (stream, stop) =>
            {
                while (true)
                {
                    await stream.WriteAsync(new byte[5000], stop);
                }
            },
        }, Stop);
        Assert.Equal(5, result.ExitCode);
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
        DateTimeOffset start = DateTimeOffset.UnixEpoch;
        var clock = new PulsingClock(new Pulse(), start);
        SshEndpoint endpoint = Backends.Loopback() with { Port = 1, ConnectAttempts = 4, RetryPause = TimeSpan.FromSeconds(5), KeepAlive = TimeSpan.FromDays(1), ConnectTimeout = TimeSpan.FromDays(1) };
        var reconnect = new SshReconnect(endpoint, clock, NullLogger.Instance);
        Assert.Equal([5, 10, 20, 40, 60, 60], Enumerable.Range(1, 6).Select(attempt => (int)reconnect.PauseAfter(attempt).TotalSeconds));

        Task<SshLink> opening = reconnect.OpenAsync(Stop);
        _ = opening.ContinueWith(_ => clock.Pulse.Beat(), TaskScheduler.Default);
        await clock.UntilAsync(() => Task.FromResult(opening.IsCompleted), atMost: TimeSpan.FromMinutes(1));
        Assert.Equal(ChannelFault.Refused, (await Assert.ThrowsAsync<ChannelException>(() => opening)).Fault);
        Assert.True(clock.GetUtcNow() - start >= TimeSpan.FromSeconds(35));
    }

    private static ShellText KillOwnSession => ShellText.Verbatim("kill -9 $PPID; sleep 60");

    private static ShellCommand Echo(string script) => new(ShellText.Verbatim(script));
}
