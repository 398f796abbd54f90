using System.Text.Json;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

/// <summary>Values and output of dispatches that have ended, and of those that have not.</summary>
public sealed class ResultCommandTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Result_OfAText_PrintsTheTextItself()
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());

        Assert.Equal(new CommandRun(0, "Hello, World!\n", ""), await _folder.RunAsync("result", id));
        Assert.Equal(new CommandRun(0, "Hello, World\n", ""), await _folder.RunAsync("result", id, "--node", "1"));
        Assert.Equal(new CommandRun(0, "Hello, World!\n", ""), await _folder.RunAsync("result", id, "--wait"));
    }

    [Fact]
    public async Task Result_OfAnArray_IsJson()
    {
        var id = await _folder.CompleteAsync(Lattices.Numbers);

        var (plain, json) = (await _folder.RunAsync("result", id), await _folder.RunAsync("result", id, "--json"));

        Assert.Equal("[0,0.5,1]\n", plain.Out);
        var parsed = JsonDocument.Parse(json.Out).RootElement;
        Assert.Equal(("double[]", "[0,0.5,1]"), (parsed.GetProperty("type").GetString(), parsed.GetProperty("value").GetRawText()));
    }

    [Fact]
    public async Task Result_ToAFile_IsAPayloadThatItsProgramReads()
    {
        var id = await _folder.CompleteAsync(Lattices.Numbers);
        var file = Path.Combine(_folder.Root, "value.payload");

        var run = await _folder.RunAsync("result", id, "-o", file);

        Assert.Equal((0, ""), (run.ExitCode, run.Out));
        var saved = Payload.FromBytes(await File.ReadAllBytesAsync(file));
        Assert.Equal([0, 0.5, 1], saved.Decode<double[]>());
    }

    [Fact]
    public async Task Result_OfAFailedDispatch_ExitsWithItsOwnCode()
    {
        var id = await _folder.CompleteAsync(Lattices.Broken);

        var run = await _folder.RunAsync("result", id);

        Assert.Equal((ExitCodes.NotCompleted, ""), (run.ExitCode, run.Out));
        Assert.Contains("FAILED", run.Error, StringComparison.Ordinal);
        Assert.Contains("Refuse", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_OfARunningDispatch_SaysHowToWait()
    {
        var id = await _folder.StartAsync(Lattices.Endless);

        var run = await _folder.RunAsync("result", id);

        Assert.Equal((ExitCodes.NotYet, ""), (run.ExitCode, run.Out));
        Assert.Contains("--wait", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_OfANode_IsPrintedByteByByte()
    {
        var id = await _folder.CompleteAsync(Lattices.Talking);

        Assert.Equal(new CommandRun(0, "out hello\n", ""), await _folder.RunAsync("stdout", id, "1"));
        Assert.Equal(new CommandRun(0, "err hello\n", "── node 1 Talk\n"), await _folder.RunAsync("stderr", id));
        Assert.Equal(new CommandRun(0, "", ""), await _folder.RunAsync("stdout", id, "0"));
    }
}
