using System.Text.Json;
using Covalent.Cli.Connections;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

/// <summary>The trigger verbs against the real server process.</summary>
public sealed class TriggerCommandTests : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private HttpDispatcherClient? _client;
    private string _dispatch = "";

    public async ValueTask InitializeAsync()
    {
        await Installation.RunAsync(_folder.Environment, "start", "--port", "0");
        var address = ServerRecord.FindRunning(_folder.Data)!.Address;
        _client = new HttpDispatcherClient(new HttpDispatcherClientOptions(address) { BundleFolder = Path.Combine(_folder.Root, "bundles") });
        using (ClientProvider.Use(_client))
        {
            _dispatch = await Lattices.Hello("trigger");
        }

        await _client.WaitAsync(_dispatch);
    }

    public async ValueTask DisposeAsync()
    {
        await _client!.DisposeAsync();
        await Installation.RunAsync(_folder.Environment, "stop", "--timeout", "20", "--force");
        await _folder.DisposeAsync();
    }

    [Fact]
    [Trait("Checklist", "63")]
    public async Task Triggers_AddedListedStoppedFiredAndDeleted_SayWhatTheyAre()
    {
        var id = await AddAsync("webhook", "--name", "by hand");

        Assert.Matches($@"\n{id} +by hand: when called +watching +0 +{_dispatch}\n", (await RunAsync("triggers", "list")).Out);
        var fired = await RunAsync("triggers", "fire", id, "--occasion", "one");
        var again = await RunAsync("triggers", "fire", id, "--occasion", "one");
        Assert.Equal(fired, again);
        Assert.Equal("Hello, trigger!\n", (await RunAsync("result", "--wait", fired.Out.Trim())).Out);
        Assert.Equal(new CommandRun(0, $"{id} is stopped.\n", ""), await RunAsync("triggers", "stop", id[..30]));
        var refused = await RunAsync("triggers", "fire", id);
        Assert.Equal((ExitCodes.Failure, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("disabled", refused.Error, StringComparison.Ordinal);
        Assert.Contains("stopped", (await RunAsync("triggers", "show", id)).Out, StringComparison.Ordinal);
        Assert.Equal($"{id} watches.\n", (await RunAsync("triggers", "start", id)).Out);
        Assert.Equal($"Deleted {id}; fired 1 × so far.\n", (await RunAsync("triggers", "delete", id)).Out);
        Assert.Equal(ExitCodes.NotFound, (await RunAsync("triggers", "show", id)).ExitCode);
        Assert.Contains("No triggers at", (await RunAsync("triggers", "list")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_OfEveryKind_KeepsWhatWasSaid()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Root, "in")).FullName;
        var time = await AddAsync("time", "--cron", "0 6 * * 1-5", "--time-zone", "Europe/Berlin", "--missed", "skip", "--until", "2099-01-01");
        await AddAsync("time", "--every", "90m", "--from", "2098-01-01T00:00Z", "--max-unfinished", "3");
        await AddAsync("directory", folder, "--events", "created", "moved", "--batch", "5", "--pattern", "*.csv", "--recursive", "--poll", "10s");
        await AddAsync("database", "/data/lab.db", "SELECT 1", "--poll", "500ms", "--after", "3", "--even-unchanged", "--stopped");

        var triggers = (await _client!.Triggers.ListAsync(_dispatch)).Select(static trigger => trigger.Trigger).ToList();

        Assert.Equal(new TimeTrigger("0 6 * * 1-5", "Europe/Berlin") { Missed = MissedFirings.Skip, End = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeZoneInfo.Local.GetUtcOffset(new DateTime(2099, 1, 1))) }, triggers[0]);
        Assert.Equal(new TimeTrigger(TimeSpan.FromMinutes(90)) { Start = new DateTimeOffset(2098, 1, 1, 0, 0, 0, TimeSpan.Zero), MaxUnfinished = 3 }, triggers[1]);
        Assert.Equal(new DirTrigger(folder) { Events = DirEvents.Created | DirEvents.Moved, BatchSize = 5, Pattern = "*.csv", Recursive = true, PollInterval = TimeSpan.FromSeconds(10) }, triggers[2]);
        Assert.Equal(new DatabaseTrigger("/data/lab.db", "SELECT 1") { PollInterval = TimeSpan.FromMilliseconds(500), AfterCount = 3, EvenUnchanged = true, IsEnabled = false }, triggers[3]);
        var shown = (await RunAsync("triggers", "show", time)).Out;
        Assert.Matches("At: +0 6 \\* \\* 1-5 \\(Europe/Berlin\\)\n", shown);
        Assert.Matches("Next: +20\\d\\d-", shown);
        Assert.Equal(4, JsonDocument.Parse((await RunAsync("triggers", "list", _dispatch, "--json")).Out).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Add_OfADatabaseWithItsPassword_IsRefusedWithoutRepeatingIt()
    {
        var run = await RunAsync("triggers", "add", "database", _dispatch, "postgres://me:geheim@db/lab", "SELECT 1");

        Assert.Equal((ExitCodes.Failure, ""), (run.ExitCode, run.Out));
        Assert.Contains("env:NAME", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OnATerminal_IsATableWithoutForeignEscapes()
    {
        Assert.SkipUnless(PseudoTerminal.IsAvailable || Environment.GetEnvironmentVariable("CI") == "true", "util-linux's script is not here.");
        await _client!.Triggers.AddAsync(_dispatch, new WebhookTrigger { Name = "evil \u001b]0;title\u0007\u001b[2J" });

        await using var terminal = PseudoTerminal.Start(_folder.Environment, "triggers", "list");

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains("evil \\x1B]0;title\\x07", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b]0;title", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("╭", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbs_WithoutAServer_SayThatOneIsNeeded()
    {
        var run = await RunAsync("triggers", "list", "--data", Path.Combine(_folder.Root, "elsewhere"));

        Assert.Equal((ExitCodes.Unavailable, ""), (run.ExitCode, run.Out));
        Assert.Contains("covalent start", run.Error, StringComparison.Ordinal);
    }

    private async Task<string> AddAsync(string kind, params string[] arguments)
    {
        var run = await RunAsync(["triggers", "add", kind, _dispatch, .. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Out).RootElement.GetProperty("triggerId").GetString()!;
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => _folder.RunAsync(arguments);
}
