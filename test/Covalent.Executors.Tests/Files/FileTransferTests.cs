using System.Security.Cryptography;
using System.Text;
using Covalent.Executors.Tests.Leptons;
using static Covalent.Executors.Tests.Leptons.LeptonRig;
using static Covalent.Workflow;

[assembly: Covalent.FileStrategy("memory", typeof(Covalent.Executors.Tests.Files.MemoryStrategy))]

namespace Covalent.Executors.Tests.Files;

/// <summary>Files brought to tasks and taken away.</summary>
[Trait("Checklist", "62")]
public sealed class FileTransferTests
{
    public static TheoryData<string> Modes => LeptonRig.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Files_BeforeAndAfter_AreCopiedAndGivenAsPairs(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var (input, output) = (Path.Combine(rig.ResultsFolder, "input.txt"), Path.Combine(rig.ResultsFolder, "sub", "output.txt"));
        await File.WriteAllTextAsync(input, "words");
        var options = new ElectronOptions
        {
            Files = [FileTransfer.FromRemote(input, "given.txt"), FileTransfer.ToRemote("made.txt", output)],
            CreateUniqueWorkDir = true,
        };
        Assert.Equal("input.txt>given.txt;made.txt>output.txt", await rig.ValueAsync(() => Electron(() => PreparedTasks.CopyText(null), null, options)));
        Assert.Equal("WORDS", await File.ReadAllTextAsync(output));
    }

    [Fact]
    public async Task Files_WithoutPath_AreTemporaryAndGoAfterwards()
    {
        await using var rig = await OpenAsync();
        var input = Path.Combine(rig.ResultsFolder, "input.txt");
        var output = Path.Combine(rig.ResultsFolder, "output.txt");
        await File.WriteAllTextAsync(input, "first\nsecond");
        var read = new PythonFunction("Leptons/deps_tasks.py", "first_line") { Interpreter = Pythons.Plain, Options = new ElectronOptions { Files = [FileTransfer.FromRemote(input)] } };
        Assert.Equal("first", await rig.ValueAsync(() => Python<string>(read)));
        var write = new PythonFunction("Leptons/deps_tasks.py", "write_result") { Interpreter = Pythons.Plain, Options = new ElectronOptions { Files = [FileTransfer.ToRemote(null, output)] } };
        Assert.True(await rig.ValueAsync(() => Python<bool>(write, "made by python")));
        Assert.Equal("made by python", await File.ReadAllTextAsync(output));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Http_DownloadsAndUploads(string mode)
    {
        await using var rig = await OpenAsync(mode);
        await using var server = new FileServer();
        server.Files["/in.txt"] = Encoding.UTF8.GetBytes("over http");
        await rig.ValueAsync(() => Electron(() => PreparedTasks.CopyText(null), null, Through(server.Address + "/in.txt", server.Address + "/out.txt")));
        Assert.Equal("OVER HTTP", Encoding.UTF8.GetString(server.Files["/out.txt"]));
        var failure = await rig.FailureAsync(() => Electron(() => PreparedTasks.CopyText(null), null, Through(server.Address + "/nothing?secret=1", server.Address + "/out.txt")));
        Assert.Contains("/nothing' answered 404", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_DownloadThatBrokeOff_ContinuesWhereItStopped()
    {
        await using var rig = await OpenAsync();
        await using var server = new FileServer();
        server.Files["/large"] = RandomNumberGenerator.GetBytes(1_000_000);
        var target = Path.Combine(rig.ResultsFolder, "large");
        var options = new ElectronOptions
        {
            Files = [FileTransfer.FromRemote(server.Address + "/large", target) with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(server.Files["/large"])) }],
        };
        server.BreaksAfter = 400_000;
        var failure = await rig.FailureAsync(() => Electron(() => PreparedTasks.Add(1, 1), null, options));
        Assert.Equal((FailureKind.Executor, "file-transfer"), (failure.Kind, failure.Type));
        Assert.Contains("broke off after", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
        Assert.Equal(2, await rig.ValueAsync(() => Electron(() => PreparedTasks.Add(1, 1), null, options)));
        Assert.Equal(server.Files["/large"], await File.ReadAllBytesAsync(target));
        Assert.Matches(@"^bytes=[1-9]\d*-$", server.Requests.Last().Range);
    }

    [Fact]
    public async Task Checksum_ThatDiffers_FailsTheTask()
    {
        await using var rig = await OpenAsync();
        var input = Path.Combine(rig.ResultsFolder, "input.txt");
        await File.WriteAllTextAsync(input, "words");
        var options = new ElectronOptions { Files = [FileTransfer.FromRemote(input, "copy.txt") with { Sha256 = new string('0', 64) }] };
        var failure = await rig.FailureAsync(() => Electron(() => PreparedTasks.Add(1, 1), null, options));
        Assert.Contains("has SHA-256", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Scheme_OfOnesOwn_IsMovedByItsStrategy(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var output = Path.Combine(rig.ResultsFolder, "output.txt");
        await rig.ValueAsync(() => Electron(() => PreparedTasks.CopyText(null), null, Through("memory://some/words", output)));
        Assert.Equal("THE PATH IS /WORDS", await File.ReadAllTextAsync(output));
        var chosen = new ElectronOptions { Files = [FileTransfer.FromRemote("odd://some/thing") with { Strategy = typeof(MemoryStrategy) }, FileTransfer.ToRemote(null, output)] };
        await rig.ValueAsync(() => Electron(() => PreparedTasks.CopyText(null), null, chosen));
        Assert.Equal("THE PATH IS /THING", await File.ReadAllTextAsync(output));
        var failure = await rig.FailureAsync(() => Electron(() => PreparedTasks.CopyText(null), null, Through("odd://some/thing", output)));
        Assert.Contains("Nothing here moves files of scheme 'odd'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rsync_ThatCannotReachTheHost_SaysItsOwnWords()
    {
        await using var rig = await OpenAsync();
        var failure = await rig.FailureAsync(() => Electron(() => PreparedTasks.CopyText(null), null, Through("ssh://nobody@127.0.0.1:1/file", "out.txt")));
        Assert.Contains("could not copy 'ssh://127.0.0.1:1/file' to", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RemoteToRemote_IsRefused() =>
        Assert.Contains("goes from one remote place to another", Assert.Throws<WorkflowBuildException>(() => FileTransfer.FromRemote("http://a/b", "s3://c/d")).Message, StringComparison.Ordinal);

    private static ElectronOptions Through(string from, string to) => new()
    {
        Files = [FileTransfer.FromRemote(from), FileTransfer.ToRemote(null, to)],
        CreateUniqueWorkDir = true,
    };
}

/// <summary>Reads addresses that hold their own contents.</summary>
public sealed class MemoryStrategy : IFileStrategy
{
    public Task DownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(to, $"the path is {from.AbsolutePath}", cancellationToken);

    public Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken) => throw new NotSupportedException("Nothing can be kept there.");
}
