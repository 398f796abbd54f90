using Covalent.Persistence.Postgres.Tests;
using Microsoft.Data.Sqlite;

namespace Covalent.Server.Tests.Triggers;

public sealed class DatabaseTriggerTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-db-").FullName;

    private string Database => Path.Combine(_folder, "user.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Checklist", "63")]
    public async Task DatabaseTrigger_HonoursItsCount_AndSurvivesQueryErrors()
    {
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new DatabaseTrigger(Database, "SELECT id FROM jobs WHERE ready = 1") { AfterCount = 3 });
        var failing = await rig.UntilAsync(trigger.TriggerId, t => t.LastError is not null, Step);
        Assert.Contains(Database, failing.LastError, StringComparison.Ordinal);
        var before = rig.Clock.GetUtcNow();
        Run("CREATE TABLE jobs (id INTEGER, ready INTEGER); INSERT INTO jobs VALUES (1, 1)");
        var fired = await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 1, Step);
        Assert.True(rig.Clock.GetUtcNow() - before >= TimeSpan.FromSeconds(2), "it fired before the third answer");
        Assert.Null(fired.LastError);
    }

    [Fact]
    public async Task DatabaseThatWasAway_IsWatchedAgain_AndItsErrorIsGone()
    {
        Run("CREATE TABLE jobs (id INTEGER); INSERT INTO jobs VALUES (1)");
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new DatabaseTrigger(Database, "SELECT id FROM jobs"));
        await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 1, Step);
        SqliteConnection.ClearAllPools();
        File.Move(Database, Database + ".away");
        await rig.UntilAsync(trigger.TriggerId, t => t.LastError is not null, Step);

        File.Move(Database + ".away", Database);

        Assert.Equal(1, (await rig.UntilAsync(trigger.TriggerId, t => t.LastError is null, Step)).Fired);
        Run("INSERT INTO jobs VALUES (2)");
        Assert.Equal(2, (await rig.UntilAsync(trigger.TriggerId, t => t.Fired >= 2, Step)).Fired);
    }

    [Fact]
    public async Task RowsThatHaveFired_DoNotFireAgain_NewOnesDo()
    {
        Run("CREATE TABLE jobs (id INTEGER); INSERT INTO jobs VALUES (1)");
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new DatabaseTrigger(Database, "SELECT id FROM jobs"));
        await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 1, Step);
        await rig.RestartAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        Run("INSERT INTO jobs VALUES (2)");
        Assert.Equal(2, (await rig.UntilAsync(trigger.TriggerId, t => t.Fired >= 2, Step)).Fired);
    }

    [Fact]
    public async Task QueryThatWrites_IsRefusedByTheDatabase()
    {
        Run("CREATE TABLE jobs (id INTEGER)");
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new DatabaseTrigger(Database, "INSERT INTO jobs VALUES (1) RETURNING id"));
        var failing = await rig.UntilAsync(trigger.TriggerId, t => t.LastError is not null, Step);
        Assert.Contains("readonly", failing.LastError, StringComparison.Ordinal);
        Assert.Equal(0, failing.Fired);
    }

    [Fact]
    [Trait("Checklist", "63")]
    public async Task Postgres_FiresForNewRows_AndSurvivesQueryErrors()
    {
        await using var database = await NewDatabaseAsync();
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new DatabaseTrigger(Variable(database), "SELECT id, at FROM jobs WHERE ready"));
        var failing = await rig.UntilAsync(trigger.TriggerId, t => t.LastError is not null, Step);
        Assert.Contains("jobs", failing.LastError, StringComparison.Ordinal);
        Assert.DoesNotContain(database.Settings.Password!, failing.LastError, StringComparison.Ordinal);
        await database.RunAsync("CREATE TABLE jobs (id integer, at timestamptz DEFAULT now(), ready boolean); INSERT INTO jobs VALUES (1, now(), true), (2, now(), false)");
        Assert.Null((await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 1, Step)).LastError);
        await rig.RestartAsync();
        await database.RunAsync("UPDATE jobs SET ready = true");
        Assert.Equal(2, (await rig.UntilAsync(trigger.TriggerId, t => t.Fired >= 2, Step)).Fired);
        Assert.DoesNotContain(database.Settings.Password!, await File.ReadAllTextAsync(Path.Combine(rig.Folder, "covalent.db")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE FROM jobs RETURNING id")]
    [InlineData("WITH gone AS (DELETE FROM jobs RETURNING id) SELECT id FROM gone")]
    [InlineData("SET TRANSACTION READ WRITE; DELETE FROM jobs RETURNING id")]
    [InlineData("COMMIT; SET default_transaction_read_only = off; DELETE FROM jobs RETURNING id")]
    [InlineData("SELECT 1; DELETE FROM jobs")]
    [InlineData("DO $$ BEGIN SET TRANSACTION READ WRITE; DELETE FROM jobs; END $$")]
    [InlineData("DO $$ BEGIN COMMIT; SET TRANSACTION READ WRITE; DELETE FROM jobs; END $$")]
    public async Task PostgresQueryThatWrites_IsRefused_HoweverItTries(string query)
    {
        await using var database = await NewDatabaseAsync();
        await database.RunAsync("CREATE TABLE jobs (id integer); INSERT INTO jobs VALUES (1)");
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new DatabaseTrigger(Variable(database), query));
        var failing = await rig.UntilAsync(trigger.TriggerId, t => t.LastError is not null, Step);
        Assert.Equal(0, failing.Fired);
        Assert.Equal(1, await database.AskAsync<long>("SELECT count(*) FROM jobs"));
    }

    [Fact]
    public void PasswordInADeclaration_IsRefused_WithTheRemedy()
    {
        var trigger = new DatabaseTrigger("Host=db;Username=u;Password=hunter2", "SELECT 1");
        var thrown = Assert.Throws<ArgumentException>(() => Trigger.FromJson(trigger.ToJson()));
        Assert.Contains("env:NAME", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", thrown.Message, StringComparison.Ordinal);
    }

    private static async Task<TestDatabase> NewDatabaseAsync()
    {
        var database = new TestDatabase();
        await database.RunAsync($"CREATE SCHEMA {database.Settings.SearchPath}");
        return database;
    }

    // Triggers are stored and shown, so the server finds the password elsewhere.
    private static string Variable(TestDatabase database)
    {
        var name = $"TRIGGER_{database.Settings.SearchPath}";
        Environment.SetEnvironmentVariable(name, database.Settings.ConnectionString);
        return $"env:{name}";
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
