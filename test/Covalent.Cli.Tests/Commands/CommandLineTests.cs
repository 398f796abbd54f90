using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

/// <summary>What is wrong with a command line is said in a sentence, before anything is done.</summary>
public sealed class CommandLineTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [Trait("Checklist", "71")]
    [InlineData("list", "--status", "finished")]
    [InlineData("list", "-n", "0")]
    [InlineData("list", "-n", "1001")]
    [InlineData("list", "--skip", "-1")]
    [InlineData("list", "--page", "0")]
    [InlineData("list", "--page", "2", "--skip", "1")]
    [InlineData("list", "--sort", "colour")]
    [InlineData("triggers", "add", "time", "abc")]
    [InlineData("triggers", "add", "time", "abc", "--every", "1h", "--cron", "@daily")]
    [InlineData("triggers", "add", "time", "abc", "--every", "soon")]
    [InlineData("triggers", "add", "time", "abc", "--every", "1h", "--max-unfinished", "0")]
    [InlineData("triggers", "add", "directory", "abc")]
    [InlineData("triggers", "stop", "../x")]
    [InlineData("start", "--cluster=0")]
    [InlineData("start", "--cluster", "--no-cluster")]
    [InlineData("list", "--server", "http://h", "--data", "/tmp")]
    [InlineData("show", "../../etc/passwd")]
    [InlineData("show", "a b")]
    [InlineData("show", "\u001b[31m")]
    [InlineData("show", "")]
    [InlineData("cancel", "x;rm -rf /")]
    [InlineData("delete", "good", "bäd")]
    [InlineData("stdout", "%00")]
    [InlineData("result", "abc", "--node", "-1")]
    [InlineData("result", "abc", "--node", "last")]
    [InlineData("stdout", "abc", "first")]
    [InlineData("cancel", "abc", "1", "x")]
    [InlineData("start", "--port", "x")]
    [InlineData("stop", "--timeout", "soon")]
    [InlineData("triggers", "add")]
    [InlineData("triggers", "add", "time", "abc", "--every", "1h", "--missed", "maybe")]
    [InlineData("triggers", "add", "time", "abc", "--every", "1h", "--from", "yesterday")]
    [InlineData("triggers", "add", "directory", "abc", "/in", "--events", "created", "eaten")]
    [InlineData("redispatch", "abc", "--input", "count")]
    [InlineData("redispatch", "abc", "--input", "count=1", "--input", "count=2")]
    public async Task CommandLine_ThatIsWrong_GivesOneErrorAndTheUsageCode(params string[] arguments)
    {
        var run = await _folder.RunAsync(arguments);

        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Out));
        var lines = run.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains("--help", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error);
        Assert.DoesNotMatch("System[.]|Covalent[.]|`1", run.Error);
    }

    [Theory]
    [InlineData("'x' cannot be the value of --port; write a whole number.", "start", "--port", "x")]
    [InlineData("'maybe' cannot be the value of --missed; write one of skip, once, each.", "triggers", "add", "time", "abc", "--every", "1h", "--missed", "maybe")]
    [InlineData("'eaten' cannot be the value of --events; write one of created, modified, deleted, moved.", "triggers", "add", "directory", "abc", "/in", "--events", "created", "eaten")]
    [InlineData("'yesterday' cannot be the value of --from; write a moment such as 2026-12-01T06:00Z.", "triggers", "add", "time", "abc", "--every", "1h", "--from", "yesterday")]
    [InlineData("'x' cannot be the value of NODE; write a whole number.", "stdout", "abc", "x")]
    [InlineData("'add' needs one more word: time, directory, database, webhook.", "triggers", "add")]
    public async Task Value_ThatIsWrong_IsNamedWithWhatIsRight(string message, params string[] arguments) =>
        Assert.StartsWith(message + "\n", (await _folder.RunAsync(arguments)).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Value_ThatBeginsWithAnAt_IsNotAFileOfArguments()
    {
        var run = await _folder.RunAsync("triggers", "add", "time", "abc", "--cron", "@daily");

        Assert.Equal(ExitCodes.Unavailable, run.ExitCode);
        Assert.Contains("No server runs", run.Error, StringComparison.Ordinal);
    }
}
