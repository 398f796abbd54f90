using Covalent.Cli.Commands.Service;
using Covalent.Cli.Tests.Setup;
using Covalent.Engine.Storage.Sqlite;

namespace Covalent.Cli.Tests.Commands;

public sealed class DatabaseCommandTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    [Trait("Checklist", "69")]
    public async Task Migrate_WithoutADatabase_MakesOne()
    {
        var run = await _folder.RunAsync("db", "migrate");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"made with schema {SqliteMigrations.Latest}", run.Out, StringComparison.Ordinal);
        Assert.Contains("up to date", (await _folder.RunAsync("db", "status")).Out, StringComparison.Ordinal);
        Assert.Contains("up to date", (await _folder.RunAsync("db", "migrate")).Out, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task Start_WithAPendingMigration_IsRefusedUnlessIgnored()
    {
        MakePending();

        var start = await _folder.RunAsync("start", "--port", "0");

        Assert.Equal((ExitCodes.Unavailable, ""), (start.ExitCode, start.Out));
        Assert.Contains("covalent db migrate", start.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NotYet, (await _folder.RunAsync("db", "status")).ExitCode);
        Assert.Equal(0, (await Installation.RunAsync(_folder.Environment, "start", "--port", "0", "--ignore-migrations")).ExitCode);
        Assert.Equal(0, (await Installation.RunAsync(_folder.Environment, "stop")).ExitCode);
        Assert.Equal(0, (await _folder.RunAsync("db", "status")).ExitCode);
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task Migrate_WithAPendingMigration_AppliesIt()
    {
        MakePending();

        var run = await _folder.RunAsync("db", "migrate");

        Assert.Contains($"migrated from schema 0 to {SqliteMigrations.Latest}", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await _folder.RunAsync("list")).ExitCode);
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task Migrate_FromTheOldestSchema_KeepsTheDispatches()
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());
        await _folder.CloseEngineAsync();
        using (var database = SqliteDatabase.Open(Path.Combine(_folder.Data, "covalent.db"), create: false))
        {
            database.Execute("DROP TABLE triggers; DROP TABLE trigger_firings; ALTER TABLE dispatches DROP COLUMN trace; PRAGMA user_version = 1");
        }

        Assert.Equal(ExitCodes.NotYet, (await _folder.RunAsync("db", "status")).ExitCode);
        var run = await _folder.RunAsync("db", "migrate");

        Assert.Contains($"migrated from schema 1 to {SqliteMigrations.Latest}", run.Out, StringComparison.Ordinal);
        Assert.Equal("Hello, World!\n", (await _folder.RunAsync("result", id)).Out);
    }

    [Fact]
    public async Task Verbs_OnAFolderWhoseDispatchesAreInPostgres_SayWhoDoesItAndMakeNothing()
    {
        var environment = new Dictionary<string, string>(_folder.Environment) { ["COVALENT_DATABASE_URL"] = "postgres://db.example.org/covalent" };

        foreach (var (verb, word) in new[] { ("migrate", "the first server"), ("status", "the first server"), ("backup", "pg_dump") })
        {
            var run = await CommandRun.In(environment, "", verb == "backup" ? ["db", verb, Path.Combine(_folder.Root, "copy")] : ["db", verb]);

            Assert.Equal(verb == "status" ? ExitCodes.Success : ExitCodes.Unavailable, run.ExitCode);
            Assert.Contains(word, run.Out + run.Error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(_folder.Data));
        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "copy")));
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task Database_OfANewerVersion_IsLeftAlone()
    {
        Directory.CreateDirectory(_folder.Data);
        var path = Path.Combine(_folder.Data, "covalent.db");
        using (var database = SqliteDatabase.Open(path, create: true))
        {
            database.Execute("PRAGMA application_id = 1; PRAGMA user_version = 999");
        }

        foreach (var verb in new[] { new[] { "list" }, ["db", "migrate"] })
        {
            var run = await _folder.RunAsync(verb);

            Assert.Contains("999", run.Out + run.Error, StringComparison.Ordinal);
        }

        using var after = SqliteDatabase.Open(path, create: false);
        Assert.Equal(999, after.QueryNumber("PRAGMA user_version"));
    }

    // A file with a header and without tables is as old as a database can be.
    private void MakePending()
    {
        Directory.CreateDirectory(_folder.Data);
        using var database = SqliteDatabase.Open(Path.Combine(_folder.Data, "covalent.db"), create: true);
        database.Execute("PRAGMA application_id = 1");
    }
}
