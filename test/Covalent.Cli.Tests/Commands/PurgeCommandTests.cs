using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

/// <summary>What a purge deletes, and when it does not.</summary>
public sealed class PurgeCommandTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public async ValueTask DisposeAsync()
    {
        await Installation.RunAsync(_folder.Environment, "stop", "--timeout", "20", "--force");
        await _folder.DisposeAsync();
    }

    [Fact]
    [Trait("Checklist", "70")]
    public async Task Purge_StopsTheServerAndKeepsTheDispatches_UnlessHard()
    {
        await _folder.CompleteAsync(() => Lattices.Hello());
        await _folder.CloseEngineAsync();
        await RunAsync("config", "set", "sdk.log_level", "info");
        await RunAsync("start", "--port", "0");

        var soft = await RunAsync("purge", "--yes");

        Assert.Equal(0, soft.ExitCode);
        Assert.StartsWith("Stopped the server", soft.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.ConfigurationFile));
        Assert.Contains("COMPLETED", (await RunAsync("list")).Out, StringComparison.Ordinal);
        foreach (var name in new[] { "uploads", "dask-cluster", "runtimes", "results" })
        {
            Directory.CreateDirectory(Path.Combine(_folder.Data, name));
        }

        Assert.Equal(0, (await RunAsync("purge", "--hard", "--yes")).ExitCode);
        Assert.False(Directory.Exists(_folder.Data));
    }

    [Fact]
    public async Task Purge_Hard_RefusesWhileAProgramDispatchesThere()
    {
        await _folder.StartAsync(Lattices.Endless);

        var run = await _folder.RunAsync("purge", "--hard", "--yes");

        Assert.Equal(ExitCodes.Unavailable, run.ExitCode);
        Assert.Contains("A living process uses", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Data, "covalent.db")));
    }

    [Fact]
    public async Task Purge_WhenNobodyCanBeAsked_WantsYes()
    {
        await _folder.CompleteAsync(() => Lattices.Hello());

        var run = await _folder.RunAsync("purge", "--hard");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => Installation.RunAsync(_folder.Environment, arguments);
}
