using System.Text.Json;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

public sealed class ConfigCommandTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    [Trait("Checklist", "72")]
    public async Task Set_MakesTheFileAndTheValueSurvives()
    {
        Assert.Equal(new CommandRun(0, _folder.ConfigurationFile + "\n", ""), await _folder.RunAsync("config", "path"));

        var set = await _folder.RunAsync("config", "set", "dispatcher.port", "48123");

        Assert.Equal((0, ""), (set.ExitCode, set.Out));
        Assert.Contains(_folder.ConfigurationFile, set.Error, StringComparison.Ordinal);
        Assert.Equal(new CommandRun(0, "48123\n", $"from {_folder.ConfigurationFile}:2\n"), await _folder.RunAsync("config", "get", "dispatcher.port"));
        await _folder.RunAsync("config", "unset", "dispatcher.port");
        Assert.Equal(new CommandRun(0, "48008\n", "from default\n"), await _folder.RunAsync("config", "get", "dispatcher.port"));
    }

    [Fact]
    public async Task Show_NamesWhereEachValueComesFrom()
    {
        await _folder.RunAsync("config", "set", "sdk.log_level", "info");
        var environment = new Dictionary<string, string>(_folder.Environment) { ["COVALENT_DISPATCHER__RETENTION"] = "30d" };

        var run = await CommandRun.In(environment, "", "config");
        var json = JsonDocument.Parse((await CommandRun.In(environment, "", "config", "show", "dispatcher", "--json")).Out).RootElement;

        Assert.Matches($@"sdk\.log_level +""info"" +{_folder.ConfigurationFile}:2", run.Out);
        Assert.Matches(@"dispatcher\.retention +""30d"" +environment COVALENT_DISPATCHER__RETENTION", run.Out);
        Assert.DoesNotContain("dispatcher.port", run.Out, StringComparison.Ordinal);
        var port = json.GetProperty("entries").EnumerateArray().Single(static e => e.GetProperty("key").GetString() == "dispatcher.port");
        Assert.Equal(("48008", "default"), (port.GetProperty("value").GetString(), port.GetProperty("origin").GetString()));
    }

    [Fact]
    public async Task Show_Secrets_AreHidden()
    {
        var environment = new Dictionary<string, string>(_folder.Environment) { ["COVALENT_DATABASE_URL"] = "postgres://me:hush@host/db" };

        foreach (var arguments in new[] { new[] { "config" }, ["config", "get", "dispatcher.database_url"], ["config", "show", "--json", "--defaults"] })
        {
            var run = await CommandRun.In(environment, "", arguments);

            Assert.DoesNotContain("hush", run.Out + run.Error, StringComparison.Ordinal);
            Assert.Contains("***", run.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ExitCodes.Input, "did you mean log_level", "config", "set", "sdk.log_levl", "info")]
    [InlineData(ExitCodes.Input, "dispatcher.port", "config", "set", "dispatcher.port", "many")]
    [InlineData(ExitCodes.NotFound, "'port' is no key; keys are written with their section", "config", "set", "port", "1")]
    [InlineData(ExitCodes.NotFound, "'port' is no key; keys are written with their section", "config", "unset", "port")]
    [InlineData(ExitCodes.NotFound, "no key 'sdk.nothing'", "config", "get", "sdk.nothing")]
    [InlineData(ExitCodes.NotFound, "no section 'nothing'", "config", "show", "nothing")]
    [InlineData(ExitCodes.Usage, "--help", "config", "set", "sdk.log_level")]
    public async Task Mistakes_AreNamed(int code, string message, params string[] arguments)
    {
        var run = await _folder.RunAsync(arguments);

        Assert.Equal((code, ""), (run.ExitCode, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.ConfigurationFile));
    }

    [Fact]
    public async Task Unset_SaysWhetherTheKeyWasSet()
    {
        await _folder.RunAsync("config", "set", "dispatcher.retention", "30d");

        Assert.Contains("is not set in", (await _folder.RunAsync("config", "unset", "dispatcher.retention")).Error, StringComparison.Ordinal);
        Assert.Contains("was not set in", (await _folder.RunAsync("config", "unset", "dispatcher.retention")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenFile_IsReportedByEveryVerbThatReadsIt_WithItsPlaces()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.ConfigurationFile)!);
        await File.WriteAllTextAsync(_folder.ConfigurationFile, "[dispatcher]\nport = \"x\"\n");

        foreach (var verb in new[] { "list", "config", "status", "executors" })
        {
            var run = await _folder.RunAsync(verb);

            Assert.Equal((ExitCodes.Input, ""), (run.ExitCode, run.Out));
            Assert.Contains($"{_folder.ConfigurationFile}:2:", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await _folder.RunAsync("config", "path")).ExitCode);
        Assert.Contains("configuration", (await _folder.RunAsync("doctor")).Error, StringComparison.Ordinal);
    }
}
