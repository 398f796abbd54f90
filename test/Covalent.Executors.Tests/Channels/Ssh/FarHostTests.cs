using System.Diagnostics;
using Covalent.Executors.Channels;
using Covalent.Executors.Channels.Ssh;

namespace Covalent.Executors.Tests.Channels.Ssh;

/// <summary>The second host: through a jump host, with its link cut, with its disk full. One after another, since they share its link.</summary>
[Collection("far host")]
public sealed class FarHostTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_BehindAJumpHost_IsReachedAndVerifiedUnderItsOwnName()
    {
        await using SshChannel channel = Backends.Open(Backends.FarHost() with { Jump = Backends.Loopback() });
        CommandResult result = await channel.RunAsync(new ShellCommand(ShellText.Verbatim("hostname; echo $SSH_CONNECTION")), Stop);
        Assert.Equal(Backends.Require("COVALENT_TEST_FARHOST_NAME"), result.OutputLines()[0]);
    }

    [Fact]
    public async Task Host_BehindAJumpHost_WithAKeyKnownOnlyForAnotherHost_IsRefused()
    {
        await using SshChannel channel = Backends.Open(Backends.FarHost() with { Jump = Backends.Loopback(), KnownHostsFiles = [Backends.SshFile("known_hosts")] });
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => channel.RunAsync(new ShellCommand(ShellText.Verbatim(":")), Stop));
        Assert.Equal(ChannelFault.HostKeyUnknown, e.Fault);
    }

    [Fact]
    public async Task JumpHost_ThatRefuses_IsTheOneTheMessageNames()
    {
        SshEndpoint jump = Backends.Loopback() with { KeyFiles = [Backends.SshFile("id_stranger")] };
        await using SshChannel channel = Backends.Open(Backends.FarHost() with { Jump = jump });
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => channel.RunAsync(new ShellCommand(ShellText.Verbatim(":")), Stop));
        Assert.Equal(jump.Destination, e.Destination);
    }

    [Fact]
    public async Task File_TooLargeForTheDisk_FailsWithThatReasonAndLeavesNothing()
    {
        await using SshChannel channel = Backends.Open(Backends.FarHost());
        await channel.RunAsync(ShellCommand.Repeatable(ShellText.Verbatim("mkdir -p /mnt/alone")), Stop);
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => channel.UploadAsync("/mnt/alone/big", new MemoryStream(new byte[2_000_000]), cancellationToken: Stop));
        Assert.Equal(ChannelFault.DiskFull, e.Fault);
        Assert.True(e.IsTransient);
        // Repeatable: SSH.NET may tell the end of the input to a channel that the server has just closed, and the server then hangs up.
        Assert.Equal("", (await channel.RunAsync(ShellCommand.Repeatable(ShellText.Verbatim("ls -A /mnt/alone && rmdir /mnt/alone")), Stop)).OutputText);
    }

    [Fact]
    public async Task Files_TooLargeForTheDisk_FailWithThatReason()
    {
        await using SshChannel channel = Backends.Open(Backends.FarHost());
        byte[] noise = new byte[2_000_000];
        new Random(3).NextBytes(noise);
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => channel.UploadManyAsync("/mnt/many", [ArchiveFile.FromBytes("a", noise)], Stop));
        Assert.Equal(ChannelFault.DiskFull, e.Fault);
        await channel.RunAsync(ShellCommand.Repeatable(ShellText.Verbatim("rm -rf /mnt/many")), Stop);
    }

    [Fact]
    public async Task Link_Cut_IsNoticedByTheProbeAndRepairedWhenItIsBack()
    {
        SshEndpoint endpoint = Backends.FarHost() with { KeepAlive = TimeSpan.FromSeconds(3), ConnectAttempts = 10, RetryPause = TimeSpan.FromSeconds(1) };
        await using SshChannel channel = Backends.Open(endpoint);
        var started = new TaskCompletionSource();
        var command = new ShellCommand(ShellText.Verbatim("echo up; exec sleep 600"))
        {
            Timeout = TimeSpan.FromMinutes(10),
            OnOutput = (_, _) =>
            {
                started.TrySetResult();
                return ValueTask.CompletedTask;
            },
        };
        Task<CommandResult> running = channel.RunAsync(command, Stop);
        await started.Task.WaitAsync(TimeSpan.FromMinutes(5), Stop);
        await SetLinkAsync("down");
        try
        {
            ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => running.WaitAsync(TimeSpan.FromMinutes(5), Stop));
            Assert.Equal(ChannelFault.LinkLost, e.Fault);
        }
        finally
        {
            await SetLinkAsync("up");
        }

        Assert.Equal(0, (await channel.RunAsync(ShellCommand.Repeatable(ShellText.Verbatim(":")), Stop)).ExitCode);
    }

    private static async Task SetLinkAsync(string state)
    {
        using Process ip = Process.Start("ip", ["link", "set", Backends.Require("COVALENT_TEST_FARHOST_LINK"), state]);
        await ip.WaitForExitAsync(Stop);
        Assert.Equal(0, ip.ExitCode);
    }
}
