using Covalent.Cli.Connections;
using Covalent.Cli.Tests.Setup;
using Covalent.Persistence.Postgres.Tests;

namespace Covalent.Cli.Tests.Commands;

/// <summary>A server on a PostgreSQL database, named on the command line.</summary>
public sealed class SharedDatabaseTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();
    private readonly TestDatabase _database = new();

    public async ValueTask DisposeAsync()
    {
        await Installation.RunAsync(_folder.Environment, "stop", "--timeout", "20", "--force");
        await _database.DisposeAsync();
        await _folder.DisposeAsync();
    }

    [Fact]
    public async Task Start_WithADatabase_ShowsItsPasswordNowhere()
    {
        var start = await RunAsync("start", "--port", "0", "--database", _database.Settings.ConnectionString);

        Assert.Equal(0, start.ExitCode);
        var process = ServerRecord.FindRunning(_folder.Data)!.Process;
        var password = _database.Settings.Password!;
        Assert.DoesNotContain(password, await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline"), StringComparison.Ordinal);
        Assert.DoesNotContain(password, start.Out + start.Error, StringComparison.Ordinal);
        var status = await RunAsync("status");
        Assert.Matches("Database: +PostgreSQL, shared", status.Out);
        Assert.Equal(1, await _database.AskAsync<int>("SELECT 1 FROM dispatches RIGHT JOIN (VALUES (1)) v ON true LIMIT 1"));
        Assert.Equal(0, (await RunAsync("stop")).ExitCode);
        foreach (var file in Directory.EnumerateFiles(_folder.Data, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(password, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Restart_AfterADatabaseWithAPassword_WantsItAgainAndLeavesTheServerRunning()
    {
        await RunAsync("start", "--port", "0", "--database", _database.Settings.ConnectionString);
        var before = ServerRecord.FindRunning(_folder.Data)!.Process;

        var restart = await RunAsync("restart");

        Assert.Equal((ExitCodes.Usage, ""), (restart.ExitCode, restart.Out));
        Assert.Contains("--database env:NAME", restart.Error, StringComparison.Ordinal);
        Assert.True(before.IsAlive());
    }

    [Fact]
    public async Task Restart_AfterADatabaseByReference_UsesItAgain()
    {
        var place = Path.Combine(_folder.Root, "database");
        await File.WriteAllTextAsync(place, _database.Settings.ConnectionString);
        await RunAsync("start", "--port", "0", "--database", $"file:{place}");

        var restart = await RunAsync("restart");

        Assert.Equal((0, ""), (restart.ExitCode, restart.Error.Split("Programs dispatch")[0]));
        Assert.False(File.Exists(Path.Combine(_folder.Data, "covalent.db")));
        await RunAsync("stop");
        var list = await RunAsync("list");
        Assert.Equal((ExitCodes.Unavailable, ""), (list.ExitCode, list.Out));
        Assert.Contains("covalent start", list.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithADatabaseThatIsNotThere_SaysSoWithoutThePassword()
    {
        var start = await RunAsync("start", "--port", "0", "--database", "postgres://me:geheim@127.0.0.1:9/lab");

        Assert.Equal(ExitCodes.Unavailable, start.ExitCode);
        Assert.Contains("127.0.0.1:9", start.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", start.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => Installation.RunAsync(_folder.Environment, arguments);
}
