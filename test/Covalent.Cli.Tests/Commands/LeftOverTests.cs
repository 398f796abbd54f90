using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

/// <summary>Looking at dispatches whose process is gone never continues them; only being told to does.</summary>
public sealed class LeftOverTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task LookingVerbs_AtALeftOverDispatch_SayWhatItIsAndLeaveItAlone()
    {
        var id = await LeaveOneAsync();

        Assert.Contains("RUNNING (left over)", (await _folder.RunAsync("list")).Out, StringComparison.Ordinal);
        Assert.Contains($"covalent resume {id}", (await _folder.RunAsync("show", id)).Error, StringComparison.Ordinal);
        foreach (var verb in new[] { new[] { "watch", id }, ["result", id, "--wait"], ["stdout", id, "--follow"] })
        {
            var run = await _folder.RunAsync(verb);

            Assert.Equal(ExitCodes.NotYet, run.ExitCode);
            Assert.Contains("the process that ran it is gone", run.Error, StringComparison.Ordinal);
        }

        Assert.Contains("RUNNING (left over)", (await _folder.RunAsync("list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_OfALeftOverDispatch_EndsItWithoutRunningIt()
    {
        var id = await LeaveOneAsync();

        var run = await _folder.RunAsync("cancel", id);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"{id} is CANCELLED", run.Out, StringComparison.Ordinal);
        Assert.Contains("CANCELLED", (await _folder.RunAsync("list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_WithNothingLeftOver_SaysSo()
    {
        await _folder.CompleteAsync(() => Lattices.Hello());

        Assert.Equal(new CommandRun(0, "", "Nothing was left over.\n"), await _folder.RunAsync("resume"));
    }

    private async Task<string> LeaveOneAsync()
    {
        var id = await _folder.StartAsync(Lattices.Endless);
        await _folder.CloseEngineAsync();
        return id;
    }
}
