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

    // A file with a header and without tables is as old as a database can be.
    private void MakePending()
    {
        Directory.CreateDirectory(_folder.Data);
        using var database = SqliteDatabase.Open(Path.Combine(_folder.Data, "covalent.db"), create: true);
        database.Execute("PRAGMA application_id = 1");
    }
}
