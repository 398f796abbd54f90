using System.Text.Json;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

public sealed class DispatchCommandTests : IAsyncDisposable
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
    public async Task Show_FolderNobodyDispatchedIn_NamesTheFolder()
    {
        var run = await _folder.RunAsync("show", "abc");

        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.Contains(_folder.Data, run.Error, StringComparison.Ordinal);
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
