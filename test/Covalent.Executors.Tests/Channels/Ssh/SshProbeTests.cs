using System.Diagnostics;
using System.Text;
using Covalent.Executors.Channels;
using Covalent.Executors.Channels.Ssh;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Executors.Tests.Channels.Ssh;

/// <summary>A link that says nothing is asked whether it still lives. The other side is frozen, and time passes by the test's hand.</summary>
public sealed class SshProbeTests
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Link_ThatAnswersLate_IsKept()
    {
        await using var link = await FrozenLink.OpenAsync();
        await link.BeAskedAsync();
        link.Clock.Advance(KeepAlive * 2);
        await link.ThawAsync();
        await File.WriteAllTextAsync(link.GoOn, "", Stop);
        Assert.Equal(0, (await link.Running).ExitCode);
        Assert.Equal(1, link.Channel.ConnectionCount);
    }

    [Fact]
    public async Task Link_ThatStaysSilent_IsLost()
    {
        await using var link = await FrozenLink.OpenAsync();
        await link.BeAskedAsync();
        link.Clock.Advance(KeepAlive * 3);
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => link.Running);
        Assert.Equal(ChannelFault.LinkLost, e.Fault);
    }

    /// <summary>A command under way whose server process does not get to run.</summary>
    private sealed class FrozenLink : IAsyncDisposable
    {
        private string _server = "";
        private bool _isFrozen;

        private FrozenLink() => Channel = Backends.Open(Backends.Loopback() with { KeepAlive = KeepAlive, ConnectTimeout = TimeSpan.FromDays(1) }, Clock);

        public WaitedClock Clock { get; } = new();

        public SshChannel Channel { get; }

        /// <summary>Ends the command.</summary>
        public string GoOn { get; private set; } = "";

        public Task<CommandResult> Running { get; private set; } = Task.FromResult(default(CommandResult)!);

        public static async Task<FrozenLink> OpenAsync()
        {
            var link = new FrozenLink();
            link.GoOn = await Backends.MakeFolderAsync(link.Channel) + "/go";
            var said = new TaskCompletionSource<string>();
            link.Running = link.Channel.RunAsync(new ShellCommand(ShellText.Of($"echo $PPID; until [ -e {link.GoOn} ]; do sleep 0.1; done"))
            {
                Timeout = Timeout.InfiniteTimeSpan,
                OnOutput = (text, _) =>
                {
                    said.TrySetResult(Encoding.UTF8.GetString(text.Span).Trim());
                    return ValueTask.CompletedTask;
                },
            }, Stop);
            link._server = await said.Task.WaitAsync(TimeSpan.FromMinutes(5), Stop);
            await link.SignalAsync("-STOP");
            link._isFrozen = true;
            return link;
        }

        /// <summary>Completes when the probe is under way.</summary>
        public async Task BeAskedAsync()
        {
            Task asked = Clock.NextTimer();
            Clock.Advance(KeepAlive);
            await asked.WaitAsync(TimeSpan.FromMinutes(5), Stop);
        }

        public async Task ThawAsync()
        {
            _isFrozen = false;
            await SignalAsync("-CONT");
        }

        public async ValueTask DisposeAsync()
        {
            if (_isFrozen)
            {
                await ThawAsync();
            }

            await File.WriteAllTextAsync(GoOn, "", CancellationToken.None);
            await Channel.DisposeAsync();
        }

        private async Task SignalAsync(string signal)
        {
            using Process kill = Process.Start("kill", [signal, _server]);
            await kill.WaitForExitAsync(CancellationToken.None);
            Assert.Equal(0, kill.ExitCode);
        }
    }

    /// <summary>Tells when somebody begins to wait for it.</summary>
    private sealed class WaitedClock : FakeTimeProvider
    {
        private TaskCompletionSource _next = new();

        public Task NextTimer() => (_next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            _next.TrySetResult();
            return timer;
        }
    }
}
