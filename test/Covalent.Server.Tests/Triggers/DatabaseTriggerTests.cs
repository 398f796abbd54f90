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
    public void PasswordInADeclaration_IsRefused_WithTheRemedy()
    {
        var trigger = new DatabaseTrigger("Host=db;Username=u;Password=hunter2", "SELECT 1");
        var thrown = Assert.Throws<ArgumentException>(() => Trigger.FromJson(trigger.ToJson()));
        Assert.Contains("env:NAME", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", thrown.Message, StringComparison.Ordinal);
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
