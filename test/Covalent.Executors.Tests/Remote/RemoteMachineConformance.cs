using System.Security.Cryptography;
using System.Text;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Executors.Tests.Remote;

/// <summary>What the scripts for the far side must do on every machine: with dash and GNU tools, with busybox alone, over SSH, on a host without .NET.</summary>
public abstract class RemoteMachineConformance : IAsyncLifetime
{
    // With the pause between two of them, minutes.
    private const int MostLooks = 4000;

    private ICommandChannel? _channel;
    private RemoteLayout? _layout;

    internal ICommandChannel Channel => _channel!;

    internal RemoteLayout Layout => _layout!;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal abstract ICommandChannel CreateChannel();

    public async ValueTask InitializeAsync()
    {
        _channel = CreateChannel();
        string folder = await Backends.MakeFolderAsync(_channel) + "/it's a $(touch /tmp/covalent-injected) folder; rm x";
        _layout = new RemoteLayout(folder + "/cache", folder + "/work");
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
        {
            await _channel.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Probe_OfTheMachine_TellsHomeNameSystemAndResolvesPaths()
    {
        HostFacts facts = await HostProbe.AskAsync(Channel, "", ["/abs path", "rel'ative", "~/x", "$HOME/y", "${HOME}", "$HOME$(id)", "$(id)/z"], Stop);
        Assert.Equal((await Text("hostname || uname -n")).Trim(), facts.HostName);
        Assert.Equal("linux-x64", facts.RuntimeIdentifier);
        Assert.True(facts.Processors > 0);
        string home = facts.Home;
        Assert.StartsWith("/", home);
        Assert.Equal(["/abs path", $"{home}/rel'ative", $"{home}/x", $"{home}/y", home, $"{home}/$HOME$(id)", $"{home}/$(id)/z"], facts.Paths);
    }

    [Fact]
    public async Task Probe_OfAPathBelowAnUnsetVariable_SaysWhichOne()
    {
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => HostProbe.AskAsync(Channel, "", ["$COVALENT_NOT_SET/x"], Stop));
        Assert.Contains("COVALENT_NOT_SET", e.Message);
    }

    [Fact]
    public async Task Bundle_SentTwice_TravelsOnce()
    {
        RemoteBundle bundle = MakeBundle(("app.dll", "code"), ("sub/dir/native lib's.so", "native"), ("copy.dll", "code"), ("empty", ""));
        TransferReport first = await NewStore().EnsureAsync(bundle, Stop);
        TransferReport second = await NewStore().EnsureAsync(bundle, Stop);
        Assert.Equal(3, first.FilesSent);
        Assert.True(first.BytesSent > 0);
        Assert.Equal(default, second);
        Assert.Equal("codenativecode", await Text($"cd {ShellQuote.Quote(Layout.Bundle(bundle.Id))} && cat app.dll \"sub/dir/native lib's.so\" copy.dll empty"));
        Assert.Equal("", await Text($"ls -A {ShellQuote.Quote(Layout.Incoming)}"));
    }

    [Fact]
    public async Task Bundle_SharingFilesWithAnother_SendsOnlyTheNewOnes()
    {
        await NewStore().EnsureAsync(MakeBundle(("a", "same"), ("b", "old")), Stop);
        TransferReport second = await NewStore().EnsureAsync(MakeBundle(("a", "same"), ("b", "new")), Stop);
        Assert.Equal(1, second.FilesSent);
    }

    [Fact]
    public async Task Bundle_SentByManyAtOnce_ArrivesWhole()
    {
        RemoteBundle bundle = MakeBundle([.. Enumerable.Range(0, 30).Select(i => ($"f{i}", $"content {i}"))]);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => NewStore().EnsureAsync(bundle, Stop)));
        Assert.Equal("30", (await Text($"ls {ShellQuote.Quote(Layout.Bundle(bundle.Id))} | wc -l")).Trim());
        Assert.Equal("", await Text($"ls -A {ShellQuote.Quote(Layout.Incoming)}"));
    }

    [Fact]
    public async Task Bundle_LargerThanOneBatch_ArrivesUnchanged()
    {
        string file = Path.GetTempFileName();
        byte[] noise = new byte[6_000_000];
        new Random(5).NextBytes(noise);
        await File.WriteAllBytesAsync(file, noise, Stop);
        string hash = Convert.ToHexStringLower(SHA256.HashData(noise));
        RemoteBundle small = MakeBundle(("a", "a"));
        var bundle = new RemoteBundle("big", [.. small.Files, new RemoteBundleFile("noise", hash, noise.Length, file)]);
        await NewStore().EnsureAsync(bundle, Stop);
        Assert.StartsWith(hash, await Text($"sha256sum <{ShellQuote.Quote(Layout.Bundle("big"))}/noise"));
    }

    [Fact]
    public async Task Bundle_WhoseFileDoesNotMatchItsHash_IsRefusedAndNotKept()
    {
        RemoteBundle good = MakeBundle(("a", "what was listed"));
        await File.WriteAllTextAsync(good.Files[0].Source, "what is there now", Stop);
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => NewStore().EnsureAsync(good, Stop));
        Assert.Contains("SHA-256", e.Message);
        Assert.Equal("", await Text($"find {ShellQuote.Quote(Layout.Objects)} -type f"));
    }

    [Fact]
    public async Task Bundle_WhoseContentsAreGoneHere_IsRefusedByNameOrMadeAgain()
    {
        RemoteBundle bundle = MakeBundle(("kept", "kept"), ("lib/gone.dll", "gone"));
        string source = bundle.Files[1].Source;
        File.Delete(source);
        ExecutorException e = await Assert.ThrowsAsync<ExecutorException>(() => NewStore().EnsureAsync(bundle, Stop));
        Assert.Contains("'lib/gone.dll'", e.Message);
        Assert.Contains("dispatch again", e.Message);
        await NewStore().EnsureAsync(bundle with { Restore = stop => File.WriteAllTextAsync(source, "gone", stop) }, Stop);
        Assert.Equal("gone", await Text($"cat {ShellQuote.Quote(Layout.Bundle(bundle.Id))}/lib/gone.dll"));
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("line\nbreak")]
    public async Task Bundle_WithAPathThatLeavesItsFolder_IsRefused(string path)
    {
        RemoteBundle inner = MakeBundle(("ok", "x"));
        var bundle = new RemoteBundle("bad", [inner.Files[0] with { Path = path }]);
        await Assert.ThrowsAsync<ExecutorException>(() => NewStore().EnsureAsync(bundle, Stop));
    }

    [Fact]
    public async Task Prune_ByAge_RemovesUnusedBundlesAndTheirContentsOnly()
    {
        RemoteBundle old = MakeBundle(("shared", "shared"), ("mine", "old"));
        RemoteBundle used = MakeBundle(("shared", "shared"), ("mine", "used"));
        await NewStore().EnsureAsync(old, Stop);
        await NewStore().EnsureAsync(used, Stop);
        await Text($"cd {ShellQuote.Quote(Layout.Cache)} && find . -type f -exec touch -d 2020-01-01 {{}} + && touch {ShellQuote.Quote(Layout.Bundle(used.Id))}/.used");
        await NewStore().PruneAsync(TimeSpan.FromDays(7), long.MaxValue, Stop);
        Assert.Equal(used.Id, (await Text($"ls {ShellQuote.Quote(Layout.Bundles)}")).Trim());
        Assert.Equal("2", (await Text($"find {ShellQuote.Quote(Layout.Objects)} -type f | wc -l")).Trim());
        Assert.Equal("shared", await Text($"cat {ShellQuote.Quote(Layout.Bundle(used.Id))}/shared"));
    }

    [Fact]
    public async Task Prune_BySize_RemovesTheBundlesUnusedForLongestFirst()
    {
        RemoteBundle older = MakeBundle(("f", new string('a', 300_000)));
        RemoteBundle newer = MakeBundle(("f", new string('b', 300_000)));
        await NewStore().EnsureAsync(older, Stop);
        await NewStore().EnsureAsync(newer, Stop);
        await Text($"cd {ShellQuote.Quote(Layout.Cache)} && find objects -type f -exec touch -d 2020-01-01 {{}} + && touch -d 2020-01-01 {ShellQuote.Quote(Layout.Bundle(older.Id))}/.used");
        long left = await NewStore().PruneAsync(TimeSpan.FromDays(100_000), 450_000, Stop);
        Assert.InRange(left, 300_000, 450_000);
        Assert.Equal(newer.Id, (await Text($"ls {ShellQuote.Quote(Layout.Bundles)}")).Trim());
    }

    [Fact]
    public async Task Prune_OfAStoreThatWasNeverMade_IsZero() => Assert.Equal(0, await NewStore().PruneAsync(TimeSpan.FromDays(1), 1, Stop));

    private protected DetachedJobs Jobs => new(Channel, Layout);

    private protected (DetachedJob, JobProgram) Job(string name, string script) =>
        (new(name, [ArchiveFile.FromBytes("package", "the package"u8.ToArray())]), new JobProgram(ShellText.Verbatim(script), $"{Layout.Work}/work folder's"));

    private protected Task<IReadOnlyDictionary<string, JobReport>> PollAsync(params IEnumerable<string> jobs) => Jobs.PollAsync([.. jobs.Select(job => new JobName(job))], [], Stop);

    private protected Task<IReadOnlyDictionary<string, bool>> KillAsync(TimeSpan grace, params IEnumerable<string> jobs) => Jobs.KillAsync([.. jobs.Select(job => new JobName(job))], grace, Stop);

    private protected RemoteStore NewStore() => new(Channel, Layout, NullLogger.Instance);

    private protected async Task<string> Text(string script)
    {
        CommandResult result = await Channel.RunAsync(new ShellCommand(ShellText.Verbatim(script)), Stop);
        return result.Require(Channel.Destination, script).OutputText;
    }

    /// <summary>Asks until the job is in a stage, or the patience ends.</summary>
    private protected async Task<JobReport> WaitAsync(string job, Func<JobStage, bool> isReached)
    {
        for (int i = 0; ; i++)
        {
            JobReport report = (await PollAsync(job))[job];
            if (isReached(report.Stage) || i > MostLooks)
            {
                return report;
            }

            await Text("sleep 0.05");
        }
    }

    private static RemoteBundle MakeBundle(params (string Path, string Content)[] files)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        List<RemoteBundleFile> listed = [];
        foreach ((string path, string content) in files)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(content);
            string source = Path.Combine(folder, $"{listed.Count}");
            File.WriteAllBytes(source, bytes);
            listed.Add(new RemoteBundleFile(path, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, source));
        }

        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(listed.Select(file => file.Path + file.Sha256)))));
        return new RemoteBundle(id, listed);
    }
}
