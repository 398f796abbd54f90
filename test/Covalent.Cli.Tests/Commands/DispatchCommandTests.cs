using System.Text.Json;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

public sealed class DispatchCommandTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task NegativeNode_IsRefusedAndNothingIsCancelled()
    {
        var id = await _folder.StartAsync(Lattices.Endless);

        foreach (var verb in new[] { "cancel", "stdout", "stderr" })
        {
            var run = await _folder.RunAsync(verb, id, "-1");

            Assert.Equal((ExitCodes.NotFound, ""), (run.ExitCode, run.Out));
            Assert.Contains("has no node -1", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(Status.Running, (await _folder.Engine.GetAsync(id)).Status);
    }

    [Theory]
    [InlineData("count=abc", "'\"abc\"' cannot be the value of input 'count', which is of type int.")]
    [InlineData("count=[1]", "'[1]' cannot be the value of input 'count', which is of type int.")]
    public async Task Redispatch_WithAnInputOfAnotherType_StartsNothing(string input, string message)
    {
        var id = await _folder.CompleteAsync(Lattices.Numbers);

        var run = await _folder.RunAsync("redispatch", id, "--input", input);

        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Out));
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single((await _folder.Engine.ListAsync(new DispatchQuery())).Dispatches).DispatchId);
    }

    [Fact]
    [Trait("Checklist", "19")]
    public async Task EveryVerb_OnAnUnknownDispatch_ExitsWithTheNotFoundCodeAndNamesIt()
    {
        await _folder.CompleteAsync(() => Lattices.Hello());
        foreach (var verb in new[] { "show", "watch", "result", "stdout", "stderr", "cancel", "redispatch", "resume", "export" })
        {
            var run = await _folder.RunAsync(verb, "no-such-dispatch");

            Assert.Equal((ExitCodes.NotFound, ""), (run.ExitCode, run.Out));
            Assert.Contains("'no-such-dispatch'", run.Error, StringComparison.Ordinal);
            Assert.Single(run.Error.TrimEnd().Split('\n'));
        }
    }

    [Fact]
    public async Task Watch_OfADispatchThatEnded_PrintsItsStateAndEnds()
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());

        var run = await _folder.RunAsync("watch", id);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.EndsWith("dispatch COMPLETED 3/3\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_OfAFailingDispatchElsewhere_EndsWithTheCodeOfTheFailure()
    {
        var id = await _folder.CompleteAsync(Lattices.Broken);

        var run = await _folder.RunAsync("watch", id, "--json");

        Assert.Equal(ExitCodes.NotCompleted, run.ExitCode);
        var events = run.Out.TrimEnd().Split('\n').Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("FAILED", events[^1].GetProperty("status").GetString());
        Assert.Contains("Refuse", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_OfADispatchThatAnotherProcessRuns_EndsIt()
    {
        var id = await _folder.StartAsync(Lattices.Endless);

        var run = await _folder.RunAsync("cancel", id);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal($"{id} is CANCELLED: 1 node cancelled, 0 had ended before.\n", run.Out);
        Assert.Equal(Status.Cancelled, (await _folder.Engine.GetAsync(id)).Status);
    }

    [Fact]
    public async Task Cancel_OfWhatHasEnded_ReportsNothingCancelled()
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());

        var run = await _folder.RunAsync("cancel", id, "--json");

        var json = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal((0, "COMPLETED"), (run.ExitCode, json.GetProperty("status").GetString()));
        Assert.Equal(0, json.GetProperty("cancelled").GetArrayLength());
    }

    [Fact]
    public async Task Cancel_Twice_ReportsTheNodesThatNeverStartedOnceOnly()
    {
        var id = await _folder.StartAsync(Lattices.EndlessThenMore);

        var first = await _folder.RunAsync("cancel", id);
        var second = await _folder.RunAsync("cancel", id);
        await _folder.CloseEngineAsync();
        var third = await _folder.RunAsync("cancel", id);

        Assert.Equal($"{id} is CANCELLED: 2 nodes cancelled, 0 had ended before.\n", first.Out);
        Assert.Equal(new CommandRun(0, $"{id} is CANCELLED: 0 nodes cancelled, 2 had ended before.\n", ""), second);
        Assert.Equal(second, third);
    }

    [Fact]
    [Trait("Checklist", "71")]
    public async Task Delete_SomeOfThem_ReportsWhatWentAndWhatStayed()
    {
        var gone = await _folder.CompleteAsync(() => Lattices.Hello());
        var running = await _folder.StartAsync(Lattices.Endless);

        var run = await _folder.RunAsync("delete", gone, running, "no-such-dispatch", "--yes");

        Assert.Equal((ExitCodes.Failure, $"Deleted {gone}.\n"), (run.ExitCode, run.Out));
        Assert.Contains($"{running} is still there", run.Error, StringComparison.Ordinal);
        Assert.Contains("no-such-dispatch is still there", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("n\n", false)]
    [InlineData("\n", false)]
    public async Task Delete_WithoutYes_AsksFirst(string answer, bool deletes)
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());

        var run = await _folder.AnswerAsync(answer, "delete", id);

        Assert.Contains($"Delete dispatch {id} with all results? [y/N]", run.Error, StringComparison.Ordinal);
        Assert.Equal(deletes ? ExitCodes.Success : ExitCodes.Cancelled, run.ExitCode);
        Assert.Equal(deletes ? 0 : 1, (await _folder.Engine.ListAsync(new DispatchQuery())).Total);
    }

    [Fact]
    public async Task Delete_WhenNobodyCanBeAsked_WantsYes()
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());

        var run = await _folder.RunAsync("delete", id);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
    }
}
