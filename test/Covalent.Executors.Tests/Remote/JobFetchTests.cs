using Covalent.Core.Execution;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Tests.Remote;

/// <summary>Large files of jobs over a link that is cut, onto a disk that is full, and from a file that changes.</summary>
public sealed class JobFetchTests : IDisposable
{
    private const int Length = (8 << 20) + 1_234_567;
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-fetch-").FullName;
    private readonly byte[] _content = new byte[Length];
    private readonly CuttingChannel _channel = new();

    public JobFetchTests()
    {
        new Random(3).NextBytes(_content);
        Directory.CreateDirectory(Path.Combine(_folder, "work", "jobs", "j1"));
        File.WriteAllBytes(Outcome, _content);
    }

    private string Outcome => Path.Combine(_folder, "work", "jobs", "j1", "outcome");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task LargeFile_OverALinkThatIsCutNowAndThen_ComesWhole_AndNotFromItsBeginning()
    {
        _channel.Cut = call => call % 3 == 2;
        ReadOnlyMemory<byte>? file = await NewFetch().FetchAsync("j1/outcome", Stop);
        Assert.Equal(SpooledBytes.HashOf(_content), SpooledBytes.HashOf(file!.Value));
        // One look, five pieces, and those again that were cut.
        Assert.InRange(_channel.Calls, 7, 10);
    }

    [Fact]
    public async Task LargeFile_OverALinkThatStaysAway_SaysSo()
    {
        _channel.Cut = call => call > 3;
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => NewFetch().FetchAsync("j1/outcome", Stop));
        Assert.Equal(ChannelFault.LinkLost, e.Fault);
    }

    [Fact]
    public async Task LargeFile_ThatShrinksMeanwhile_IsReadAgainLater()
    {
        _channel.Before = call =>
        {
            if (call == 3)
            {
                File.WriteAllBytes(Outcome, _content[..(3 << 20)]);
            }
        };
        ExecutorException e = await Assert.ThrowsAsync<ExecutorException>(() => NewFetch().FetchAsync("j1/outcome", Stop));
        Assert.True(e.IsTransient);
        Assert.Contains("It is read again", e.Message);
    }

    [Fact]
    public async Task LargeFile_WithoutAPlaceHere_StaysThere_AndTheMessageTellsWhere()
    {
        string place = Path.Combine(_folder, "spool");
        await File.WriteAllTextAsync(place, "a file where the folder should be", Stop);
        ExecutorException e = await Assert.ThrowsAsync<ExecutorException>(() => NewFetch().FetchAsync("j1/outcome", Stop));
        Assert.True(e.IsTransient);
        Assert.Contains(place, e.Message);
        File.Delete(place);
        Assert.Equal(Length, (await NewFetch().FetchAsync("j1/outcome", Stop))!.Value.Length);
    }

    private JobFetch NewFetch() => new(_channel, new RemoteLayout(Path.Combine(_folder, "cache"), Path.Combine(_folder, "work")), Path.Combine(_folder, "spool"));

    /// <summary>This machine over a link that breaks after some bytes.</summary>
    private sealed class CuttingChannel : ICommandChannel
    {
        private readonly LocalChannel _inner = new(TimeProvider.System);

        public Func<int, bool> Cut { get; set; } = _ => false;

        public Action<int> Before { get; set; } = _ => { };

        public int Calls { get; private set; }

        public string Destination => _inner.Destination;

        public Task<CommandResult> RunAsync(ShellCommand command, CancellationToken cancellationToken)
        {
            int call = ++Calls;
            Before(call);
            return _inner.RunAsync(Cut(call) ? command with { OnOutput = async (piece, stop) =>
            {
                await command.OnOutput!(piece[..Math.Min(piece.Length, 1000)], stop);
                throw new ChannelException(Destination, ChannelFault.LinkLost, "cut");
            }
            } : command, cancellationToken);
        }

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }
}
