using System.Text;
using System.Text.Json.Nodes;
using Covalent.Executors.Dask;

namespace Covalent.Executors.Tests.Dask;

public sealed class DaskFrameTests
{
    [Fact]
    public async Task Frame_Written_IsReadAgain()
    {
        var stream = new MemoryStream();
        await DaskFrame.WriteHeadAsync(stream, new JsonObject { ["op"] = "ä" }, 3, CancellationToken.None);
        stream.Write("abc"u8);
        stream.Position = 0;
        DaskFrame frame = (await DaskFrame.ReadAsync(stream, CancellationToken.None))!;
        Assert.Equal("ä", frame.Text("op"));
        Assert.Equal("abc", Encoding.UTF8.GetString(frame.Body.Span));
        Assert.Null(await DaskFrame.ReadAsync(stream, CancellationToken.None));
    }

    [Fact]
    public async Task Frame_ThatIsNone_IsRefusedBeforeMemoryIsTaken()
    {
        var stream = new MemoryStream(Encoding.ASCII.GetBytes("Traceback (most recent call last):"));
        await Assert.ThrowsAsync<InvalidDataException>(() => DaskFrame.ReadAsync(stream, CancellationToken.None));
    }

    [Theory]
    [InlineData("""{"state":"died","code":-9,"host":"h","out":2}""", 137)]
    [InlineData("""{"state":"died","code":3,"host":"h","out":2}""", 3)]
    public void End_OfADeadProcess_HasItsExitCodeAndStreams(string header, int code)
    {
        var end = DaskEnd.Of(new DaskFrame((JsonObject)JsonNode.Parse(header)!, "outerr"u8.ToArray()));
        Assert.True(end.Status.Died);
        Assert.Equal(code, end.Status.ExitCode);
        Assert.Equal("ou", Encoding.UTF8.GetString(end.ResultOf(null!).Stdout.Span));
        Assert.Equal("terr", Encoding.UTF8.GetString(end.ResultOf(null!).Stderr.Span));
    }

    [Fact]
    public void Handle_WrittenAndRead_IsTheSame() => Assert.Equal(new DaskJobHandle("k", "s"), DaskJobHandle.Parse(new DaskJobHandle("k", "s").ToJson()));

    [Fact]
    public void Handle_OfAnotherExecutor_IsRefused() => Assert.Throws<ExecutorException>(() => DaskJobHandle.Parse(new JsonObject { ["host"] = "h" }));
}
