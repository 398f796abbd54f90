using System.Text.Json;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

/// <summary>One dispatch with its nodes, one node with its failure.</summary>
public sealed class ShowCommandTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Show_FolderNobodyDispatchedIn_NamesTheFolder()
    {
        var run = await _folder.RunAsync("show", "abc");

        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.Contains(_folder.Data, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Data));
    }

    [Fact]
    public async Task Show_ByTheBeginningOfTheId_ShowsNodesAndFacts()
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());

        var run = await _folder.RunAsync("show", id[..13]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches($"^Dispatch: +{id}\n", run.Out);
        Assert.Contains("3 of 3 completed", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"\n2 +Shout +COMPLETED +local +\S+ \S+ +""Hello, World!""", run.Out);
    }

    [Fact]
    public async Task Show_BeginningOfSeveralIds_AsksForMore()
    {
        await _folder.CompleteAsync(() => Lattices.Hello());
        await _folder.CompleteAsync(() => Lattices.Hello());

        var run = await _folder.RunAsync("show", "0");

        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.Contains("beginning of 2 dispatch ids", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_FailedDispatch_ShowsTheReasonWithoutObeyingItsEscapes()
    {
        var id = await _folder.CompleteAsync(Lattices.Broken);

        var run = await _folder.RunAsync("show", id, "--node", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("System.IO.InvalidDataException: 'bad' is \\x1B[31mnot\\x1B[0m good", run.Out, StringComparison.Ordinal);
        Assert.Contains("at Covalent.Cli.Tests.Setup.Tasks.Refuse", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Fact]
    public async Task Show_Json_HasTheDispatchAndAllNodes()
    {
        var id = await _folder.CompleteAsync(Lattices.Broken);

        var run = await _folder.RunAsync("show", id, "--json");

        var json = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal((id, "FAILED"), (json.GetProperty("dispatchId").GetString(), json.GetProperty("status").GetString()));
        Assert.Equal(["COMPLETED", "FAILED", "NEW_OBJECT"], json.GetProperty("nodes").EnumerateArray().Select(static n => n.GetProperty("status").GetString()));
        Assert.Contains("not", json.GetProperty("nodes")[1].GetProperty("failure").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_NodeThatDoesNotExist_NamesTheRange()
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());

        var run = await _folder.RunAsync("show", id, "--node", "7");

        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.Contains("has no node 7; its nodes are 0 to 2", run.Error, StringComparison.Ordinal);
    }
}
