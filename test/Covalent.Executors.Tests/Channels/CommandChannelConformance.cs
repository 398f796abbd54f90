using System.Text;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Tests.Channels;

/// <summary>What every channel must do, whatever carries it.</summary>
public abstract class CommandChannelConformance : IAsyncLifetime
{
    private ICommandChannel? _channel;

    internal ICommandChannel Channel => _channel ??= CreateChannel();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal abstract ICommandChannel CreateChannel();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
        {
            await _channel.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Command_ThatWritesBothStreamsAndFails_KeepsThemApartWithItsExitCode()
    {
        CommandResult result = await Run("printf out; printf err >&2; exit 37");
        Assert.Equal(37, result.ExitCode);
        Assert.Equal("out", result.OutputText);
        Assert.Equal("err", result.ErrorText);
    }

    [Fact]
    public async Task QuickCommand_OneAfterAnother_EachGetsItsOwnAnswer()
    {
        for (int i = 0; i < 20; i++)
        {
            CommandResult result = await Quick($"v=${{v-none}}; echo $v {i}; cd /tmp; v=left; exit {i}");
            Assert.Equal(i, result.ExitCode);
            Assert.Equal($"none {i}\n", result.OutputText);
        }
    }

    [Fact]
    public async Task QuickCommand_ThatFails_SaysWhyAndKeepsTheNextOneGoing()
    {
        CommandResult failed = await Quick("cat; cat /no/such/file");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("No such file", failed.ErrorText);
        Assert.Equal(137, (await Quick("sh -c 'kill -KILL $$'")).ExitCode);
        Assert.Equal("next\n", (await Quick("echo next")).OutputText);
    }

    [Fact]
    public async Task QuickCommand_WithManyBytes_BringsThemAll()
    {
        CommandResult result = await Quick("head -c 3000000 /dev/zero");
        Assert.Equal(3_000_000, result.Output.Length);
    }

    [Fact]
    public async Task QuickCommands_AtTheSameTime_DoNotMix()
    {
        CommandResult[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Quick($"echo {i}")));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}\n"), results.Select(result => result.OutputText));
    }

    [Fact]
    public async Task QuickCommand_GivenUp_DoesNotAnswerTheNextOne()
    {
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        impatience.CancelAfter(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Channel.RunAsync(new ShellCommand(ShellText.Verbatim("sleep 30; echo late")) { IsQuick = true }, impatience.Token));
        Assert.Equal("mine\n", (await Quick("echo mine")).OutputText);
    }

    [Fact]
    public async Task Command_ThatReadsStandardInput_SeesAnEmptyOne()
    {
        CommandResult result = await Run("cat; echo done");
        Assert.Equal("done\n", result.OutputText);
    }

    [Fact]
    public async Task Command_WithInput_ReadsAllOfIt()
    {
        byte[] bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        var command = new ShellCommand(ShellText.Verbatim("cat")) { Input = (stream, stop) => stream.WriteAsync(bytes, stop).AsTask() };
        CommandResult result = await Channel.RunAsync(command, Stop);
        Assert.True(result.Output.Span.SequenceEqual(bytes));
    }

    [Fact]
    public async Task Command_ThatIgnoresItsInput_StillEnds()
    {
        byte[] bytes = new byte[5_000_000];
        var command = new ShellCommand(ShellText.Verbatim("exit 4")) { Input = (stream, stop) => stream.WriteAsync(bytes, stop).AsTask() };
        CommandResult result = await Channel.RunAsync(command, Stop);
        Assert.Equal(4, result.ExitCode);
    }

    [Fact]
    public async Task Command_WithMoreOutputThanItsLimit_IsCutAndSaysSo()
    {
        CommandResult result = await Channel.RunAsync(new ShellCommand(ShellText.Verbatim("head -c 100000 /dev/zero")) { CaptureLimit = 1000 }, Stop);
        Assert.True(result.IsTruncated);
        Assert.Equal(1000, result.Output.Length);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Command_OverItsTimeLimit_EndsWithTheReason()
    {
        var command = new ShellCommand(ShellText.Verbatim("sleep 60")) { Timeout = TimeSpan.FromMilliseconds(300) };
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => Channel.RunAsync(command, Stop));
        Assert.Equal(ChannelFault.TimedOut, e.Fault);
        Assert.Contains(Channel.Destination, e.Message);
        Assert.Equal("alive\n", (await Run("echo alive")).OutputText);
    }

    [Fact]
    public async Task Command_Cancelled_ThrowsAndLeavesTheChannelUsable()
    {
        using var cancel = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var command = new ShellCommand(ShellText.Verbatim("echo up; sleep 60"))
        {
            OnOutput = (_, _) =>
            {
                started.TrySetResult();
                return ValueTask.CompletedTask;
            },
        };
        Task<CommandResult> running = Channel.RunAsync(command, cancel.Token);
        await started.Task.WaitAsync(TimeSpan.FromMinutes(5), Stop);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("alive\n", (await Run("echo alive")).OutputText);
    }

    [Fact]
    public async Task Output_OfAFollowedFile_ArrivesWhileTheCommandRuns()
    {
        string folder = await Backends.MakeFolderAsync(Channel);
        string file = folder + "/log";
        await Run($"echo first >{ShellQuote.Quote(file)}");
        var seen = new StringBuilder();
        var second = new TaskCompletionSource();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var command = new ShellCommand(ShellText.Of($"tail -n +1 -f {file}"))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            OnOutput = async (piece, _) =>
            {
                seen.Append(Encoding.UTF8.GetString(piece.Span));
                if (seen.ToString() == "first\n")
                {
                    await Run($"echo second >>{ShellQuote.Quote(file)}");
                }
                else
                {
                    second.TrySetResult();
                }
            },
        };
        Task following = Channel.RunAsync(command, enough.Token);
        await second.Task.WaitAsync(TimeSpan.FromMinutes(5), Stop);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        Assert.Equal("first\nsecond\n", seen.ToString());
    }

    [Fact]
    public async Task Script_CutShort_RunsNothing()
    {
        string folder = await Backends.MakeFolderAsync(Channel);
        // What a lost link would leave of a script: its beginning.
        string whole = Encoding.UTF8.GetString(ShellProgram.AsInput(ShellText.Of($"touch {folder + "/ran"}\necho more")));
        string cut = whole[..(whole.IndexOf("echo", StringComparison.Ordinal) + 2)];
        await Run($"printf %s {ShellQuote.Quote(cut)} | sh -s");
        Assert.Equal("", (await Run($"ls {ShellQuote.Quote(folder)}")).OutputText);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("two words")]
    [InlineData("quote ' and \" and ` inside")]
    [InlineData("$(touch /tmp/covalent-injected) ${HOME} $HOME")]
    [InlineData("; touch /tmp/covalent-injected #")]
    [InlineData("line\nbreak\n'; touch /tmp/covalent-injected; '")]
    [InlineData("back\\slash \\' !history !! *?[a-z] ~root {a,b} <in >out | & && || \t tab")]
    [InlineData("Grüße 東京 🜁")]
    [InlineData("-rf")]
    public async Task File_WithAHostileName_IsWrittenReadAndListedUnderExactlyThatName(string name)
    {
        string folder = await Backends.MakeFolderAsync(Channel);
        string path = $"{folder}/{name}";
        byte[] content = Encoding.UTF8.GetBytes("content of " + name);
        await Channel.UploadAsync(path, new MemoryStream(content), cancellationToken: Stop);
        await Channel.UploadManyAsync(folder + "/more " + name, [ArchiveFile.FromBytes(name, content)], Stop);
        var back = new MemoryStream();
        await Channel.DownloadAsync(path, back, Stop);
        Assert.Equal(content, back.ToArray());
        Assert.Equal(content, (await Channel.ReadEndAsync($"{folder}/more {name}/{name}", 1000, Stop)).ToArray());
        CommandResult echoed = await Channel.RunAsync(new ShellCommand(ShellText.Of($"printf %s {name}; test -e /tmp/covalent-injected && echo INJECTED; ls -1 {folder} | wc -l")), Stop);
        Assert.StartsWith(name, echoed.OutputText);
        Assert.DoesNotContain("INJECTED", echoed.OutputText);
    }

    [Fact]
    public async Task Upload_OfAnEmptyFile_WritesAnEmptyFileWithTheMode()
    {
        string folder = await Backends.MakeFolderAsync(Channel);
        await Channel.UploadAsync(folder + "/sub/empty", Stream.Null, UnixFileMode.UserRead | UnixFileMode.UserExecute, Stop);
        Assert.Equal("500 0\n", (await Run($"stat -c '%a %s' {folder}/sub/empty")).OutputText);
    }

    [Fact]
    public async Task Upload_OverAnExistingFile_ReplacesItAndLeavesNoPart()
    {
        string folder = await Backends.MakeFolderAsync(Channel);
        await Channel.UploadAsync(folder + "/f", new MemoryStream("old"u8.ToArray()), cancellationToken: Stop);
        await Channel.UploadAsync(folder + "/f", new MemoryStream("new"u8.ToArray()), cancellationToken: Stop);
        Assert.Equal("f\nnew", (await Run($"ls -A {folder}; cat {folder}/f")).OutputText);
    }

    [Fact]
    public async Task Upload_IntoAFolderThatCannotBeMade_NamesThePathAndTheReason()
    {
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => Channel.UploadAsync("/proc/nowhere/f", Stream.Null, cancellationToken: Stop));
        Assert.Contains("/proc/nowhere/f", e.Message);
        Assert.Contains(Channel.Destination, e.Message);
        Assert.Equal(ChannelFault.Missing, e.Fault);
    }

    [Fact]
    public async Task Download_OfAMissingFile_NamesItAndWritesNothing()
    {
        var back = new MemoryStream();
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => Channel.DownloadAsync("/tmp/covalent-no-such-file", back, Stop));
        Assert.Equal(ChannelFault.Missing, e.Fault);
        Assert.Contains("/tmp/covalent-no-such-file", e.Message);
        Assert.Equal(0, back.Length);
    }

    [Fact]
    public async Task Download_ThatTheReceiverRefuses_FailsWithTheReceiversReason()
    {
        var command = new ShellCommand(ShellText.Verbatim("echo hello")) { OnOutput = (_, _) => throw new IOException("my own disk is full") };
        IOException e = await Assert.ThrowsAsync<IOException>(() => Channel.RunAsync(command, Stop));
        Assert.Equal("my own disk is full", e.Message);
    }

    [Fact]
    public async Task Messages_OfTheFarSide_AreInEnglishWhateverItsLocale()
    {
        CommandResult result = await Run("cat /no/such/file");
        Assert.Contains("No such file or directory", result.ErrorText);
    }

    [Fact]
    public async Task ManyCommands_AtOnce_AllAnswerWithTheirOwnOutput()
    {
        IEnumerable<Task<CommandResult>> running = Enumerable.Range(0, 60).Select(i => Run($"echo {i}"));
        CommandResult[] results = await Task.WhenAll(running);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"{i}\n"), results.Select(result => result.OutputText));
    }

    private protected Task<CommandResult> Run(string script) => Channel.RunAsync(ShellCommand.Repeatable(ShellText.Verbatim(script)), Stop);

    private Task<CommandResult> Quick(string script) => Channel.RunAsync(new ShellCommand(ShellText.Verbatim(script)) { IsQuick = true }, Stop);
}
