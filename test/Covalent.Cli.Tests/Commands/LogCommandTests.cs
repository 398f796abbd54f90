using Covalent.Cli.Commands.Service;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

public sealed class LogCommandTests : IAsyncDisposable
{
    private const string Entry = """{"time":"2026-01-02T03:04:05Z","level":"Warning","category":"c","event":7,"message":"disk \u001b[31mfull","dispatch":"d1","exception":"System.IO.IOException: x\n   at y"}""";

    private readonly DataFolder _folder = new();

    private string LogFile => Path.Combine(_folder.Data, "logs", "server.log");

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Logs_WithoutAServerEver_SaysSo()
    {
        var run = await _folder.RunAsync("logs");

        Assert.Equal((ExitCodes.NotFound, ""), (run.ExitCode, run.Out));
        Assert.Contains("no server was started", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_AreReadableAndHarmless_OrJsonAsWritten()
    {
        await WriteAsync("plain line\n" + Entry + "\n");

        var text = await _folder.RunAsync("logs");
        var json = await _folder.RunAsync("logs", "--json", "-n", "1");

        Assert.Matches("^plain line\n2026-01-0\\d \\d\\d:\\d\\d:05 warning     disk \\\\x1B\\[31mfull\nSystem.IO.IOException: x\n   at y\n$", text.Out);
        Assert.Equal(Entry + "\n", json.Out);
    }

    [Fact]
    public async Task Logs_CountAndText_NarrowThem()
    {
        await WriteAsync(string.Concat(Enumerable.Range(0, 10).Select(static i => $"line {i} {(i % 2 == 0 ? "even" : "odd")}\n")));

        Assert.Equal("line 8 even\nline 9 odd\n", (await _folder.RunAsync("logs", "-n", "2")).Out);
        Assert.Equal("line 6 even\nline 8 even\n", (await _folder.RunAsync("logs", "-n", "2", "--grep", "EVEN")).Out);
        Assert.Equal(10, (await _folder.RunAsync("logs", "-n", "0")).Out.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Follow_SeesNewLinesAndGoesOnAfterTheFileWasRolled()
    {
        await WriteAsync("first\n");
        var tail = new LogTail(LogFile, null);
        Assert.Equal(["first"], tail.ReadLast(0));
        var lines = tail.FollowAsync(TimeProvider.System, TestContext.Current.CancellationToken).GetAsyncEnumerator();
        await File.AppendAllTextAsync(LogFile, "second\nhalf");

        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("second", lines.Current);
        await WriteAsync("new\n");
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("new", lines.Current);
        await lines.DisposeAsync();
    }

    private async Task WriteAsync(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LogFile)!);
        await File.WriteAllTextAsync(LogFile, text);
    }
}
