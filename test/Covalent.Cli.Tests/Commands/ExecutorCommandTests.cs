using System.Text.Json;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

public sealed class ExecutorCommandTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Executors_ListsWhatIsThereAndWhatItNeeds()
    {
        var run = await _folder.RunAsync("executors");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"local +built in +ready", run.Out);
        Assert.Matches(@"ssh +built in +needs settings", run.Out);
        Assert.Contains("ssh: hostname is empty", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_RunsATaskAndTellsWhere()
    {
        var environment = new Dictionary<string, string>(_folder.Environment) { ["COVALENT_EXECUTORS__LOCAL__MODE"] = "process" };

        var run = await CommandRun.In(environment, "", "executors", "local", "--check", "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var local = JsonDocument.Parse(run.Out).RootElement[0];
        Assert.True(local.GetProperty("works").GetBoolean());
        Assert.Contains($"ran on {Environment.MachineName}", local.GetProperty("check").GetString(), StringComparison.Ordinal);
        Assert.Equal("mode", local.GetProperty("configured")[0].GetString());
        Assert.False(File.Exists(Path.Combine(_folder.Data, "covalent.db")));
    }

    [Fact]
    public async Task Check_OfAHostThatIsNotThere_FailsWithTheReason()
    {
        var key = Path.Combine(_folder.Root, "key");
        await File.WriteAllTextAsync(key, "no key");
        var environment = new Dictionary<string, string>(_folder.Environment)
        {
            ["COVALENT_EXECUTORS__SSH__HOSTNAME"] = "covalent-no-such-host.invalid",
            ["COVALENT_EXECUTORS__SSH__USERNAME"] = "nobody",
            ["COVALENT_EXECUTORS__SSH__SSH_KEY_FILE"] = key,
            ["COVALENT_EXECUTORS__SSH__RETRY_CONNECT"] = "false",
        };

        var run = await CommandRun.In(environment, "", "executors", "ssh", "--check", "--json");

        Assert.Equal((ExitCodes.Failure, ""), (run.ExitCode, run.Error));
        var ssh = JsonDocument.Parse(run.Out).RootElement[0];
        Assert.False(ssh.GetProperty("works").GetBoolean());
        Assert.NotEmpty(ssh.GetProperty("check").GetString()!);
    }

    [Fact]
    public async Task Check_OfWhatNobodyConfigured_IsNoFailureUnlessNamed()
    {
        var environment = new Dictionary<string, string>(_folder.Environment) { ["PATH"] = _folder.Root };

        var all = await CommandRun.In(environment, "", "executors", "--check", "--json");
        var named = await CommandRun.In(environment, "", "executors", "slurm", "--check", "--json");

        var slurm = JsonDocument.Parse(all.Out).RootElement.EnumerateArray().Single(static e => e.GetProperty("name").GetString() == "slurm");
        Assert.Equal((ExitCodes.Success, false), (all.ExitCode, slurm.GetProperty("works").GetBoolean()));
        Assert.Equal(ExitCodes.Failure, named.ExitCode);
    }

    [Fact]
    public async Task Executors_OfAnUnknownName_ListsTheKnownOnes()
    {
        var run = await _folder.RunAsync("executors", "condor");

        Assert.Equal((ExitCodes.NotFound, ""), (run.ExitCode, run.Out));
        Assert.Contains("no executor 'condor'; there are ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Checklist", "46")]
    public async Task Executors_WithABadPlugin_WarnsAndShowsTheRest()
    {
        var plugins = Directory.CreateDirectory(Path.Combine(_folder.Root, "plugins")).FullName;
        await File.WriteAllTextAsync(Path.Combine(plugins, "Broken.dll"), "this is no assembly");
        var environment = new Dictionary<string, string>(_folder.Environment) { ["COVALENT_EXECUTOR_DIR"] = plugins };

        var run = await CommandRun.In(environment, "", "executors");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Broken.dll", run.Error, StringComparison.Ordinal);
        Assert.Contains("local", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_OnAHealthyMachine_FindsNoProblemAndLeavesNothing()
    {
        var run = await _folder.RunAsync("doctor", "--json");

        Assert.Equal(0, run.ExitCode);
        var findings = JsonDocument.Parse(run.Out).RootElement.EnumerateArray().ToDictionary(static f => f.GetProperty("check").GetString()!, static f => f.GetProperty("verdict").GetString());
        Assert.Equal("ok", findings["data folder"]);
        Assert.Equal("ok", findings["worker process"]);
        Assert.DoesNotContain("problem", findings.Values);
        Assert.False(Directory.Exists(_folder.Data));
    }

    [Fact]
    public async Task Doctor_WithAnExecutorThatCannotLogIn_SaysSoOfTheHostAndNotOfTheTrial()
    {
        var environment = new Dictionary<string, string>(_folder.Environment)
        {
            ["COVALENT_EXECUTORS__SSH__HOSTNAME"] = "covalent-no-such-host.invalid",
            ["COVALENT_EXECUTORS__SSH__USERNAME"] = "nobody",
            ["COVALENT_EXECUTORS__SSH__SSH_KEY_FILE"] = Path.Combine(_folder.Root, "absent"),
        };

        var run = await CommandRun.In(environment, "", "doctor");

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Matches("problem +executor ssh +configured, and does not work", run.Out);
        Assert.Contains("executor ssh: nobody@covalent-no-such-host.invalid:22: the key file ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Dispatch '", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_OnAFolderBelowAFile_SaysWhatIsInTheWay()
    {
        var file = Path.Combine(_folder.Root, "file");
        await File.WriteAllTextAsync(file, "");

        var run = await _folder.RunAsync("doctor", "--data", Path.Combine(file, "data"));

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains($"data folder: {file} is a file.", run.Error, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(run.Out, "data folder"));
    }

    [Fact]
    public async Task Doctor_WithALeftOverDispatch_SaysHowToGoOn()
    {
        await _folder.StartAsync(Lattices.Endless);
        await _folder.CloseEngineAsync();

        var run = await _folder.RunAsync("doctor");

        Assert.Contains("covalent resume", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 unfinished", run.Out, StringComparison.Ordinal);
    }
}
