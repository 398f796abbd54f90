using System.Text.Json;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

/// <summary>Dispatches in a list: filtered, sorted, page by page.</summary>
public sealed class ListCommandTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task List_FolderNobodyDispatchedIn_SaysSoAndCreatesNothing()
    {
        var run = await _folder.RunAsync("list");

        Assert.Equal((0, ""), (run.ExitCode, run.Out));
        Assert.Equal($"No dispatches in {_folder.Data}.\n", run.Error);
        Assert.False(Directory.Exists(_folder.Data));
    }

    [Fact]
    public async Task List_OnAPipe_IsPlainAndNewestFirst()
    {
        var first = await _folder.CompleteAsync(() => Lattices.Hello());
        var second = await _folder.CompleteAsync(Lattices.Broken);

        var run = await _folder.RunAsync("list");

        var lines = run.Out.Split('\n');
        Assert.Matches("^ID +NAME +STATUS +NODES +CREATED +TOOK$", lines[0]);
        Assert.Matches($@"^{second}  Failing +FAILED +1/3 +20\d\d-\d\d-\d\d \d\d:\d\d:\d\d  \S+", lines[1]);
        Assert.Matches($@"^{first}  Greeting +COMPLETED +3/3 ", lines[2]);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Fact]
    [Trait("Checklist", "71")]
    public async Task List_StatusSearchAndPaging_NarrowTheList()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await _folder.CompleteAsync(() => Lattices.Hello()));
        }

        var failed = await _folder.CompleteAsync(Lattices.Broken);

        Assert.Equal([failed], await IdsAsync("--status", "failed"));
        Assert.Equal([failed], await IdsAsync("--search", "failing"));
        Assert.Equal([ids[1], ids[0]], await IdsAsync("--status", "completed", "--skip", "1", "-n", "2"));
        Assert.Equal([], await IdsAsync("--search", "nothing like it"));
    }

    [Fact]
    [Trait("Checklist", "71")]
    public async Task List_Sorted_ObeysKeyDirectionAndPage()
    {
        var greeting = await _folder.CompleteAsync(() => Lattices.Hello());
        var failing = await _folder.CompleteAsync(Lattices.Broken);
        var chat = await _folder.CompleteAsync(Lattices.Talking);
        Status[] statuses = [Status.Completed, Status.Failed];

        Assert.Equal([chat, failing, greeting], await IdsAsync("--sort", "name"));
        Assert.Equal([greeting, failing, chat], await IdsAsync("--sort", "NAME", "--desc"));
        Assert.Equal([greeting, failing, chat], await IdsAsync("--sort", "started"));
        Assert.Equal([chat, failing, greeting], await IdsAsync("--desc"));
        Assert.Equal(statuses.Order(), (await StatusesAsync("--sort", "status")).Distinct());
        Assert.Equal(3, (await IdsAsync("--sort", "duration", "--desc")).Distinct().Count());
        Assert.Equal([greeting], await IdsAsync("--sort", "name", "--limit", "2", "--page", "2"));
        var beyond = await _folder.RunAsync("list", "--page", "9");
        Assert.Contains("There are only 3", beyond.Error, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string?>> IdsAsync(params string[] arguments)
    {
        var run = await _folder.RunAsync(["list", "--json", .. arguments]);
        return JsonDocument.Parse(run.Out).RootElement.GetProperty("dispatches").EnumerateArray().Select(static d => d.GetProperty("dispatchId").GetString());
    }

    private async Task<IEnumerable<Status>> StatusesAsync(params string[] arguments)
    {
        var run = await _folder.RunAsync(["list", "--json", .. arguments]);
        return [.. JsonDocument.Parse(run.Out).RootElement.GetProperty("dispatches").EnumerateArray().Select(static d => StatusExtensions.ParseStatus(d.GetProperty("status").GetString()!))];
    }
}
