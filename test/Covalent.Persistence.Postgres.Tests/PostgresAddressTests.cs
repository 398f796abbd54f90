using Npgsql;

namespace Covalent.Persistence.Postgres.Tests;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("Host=db;Port=6000;Username=u;Password=hunter2;Database=d", "postgres://db:6000/d")]
    [InlineData("postgres://u:hunter2@db:6000/d", "postgres://db:6000/d")]
    [InlineData("postgresql://u:p%40ss@db/d?sslmode=disable&schema=own", "postgres://db:5432/d?schema=own")]
    public void Name_TellsServerAndDatabase_ButNoPassword(string text, string name) => Assert.Equal(name, PostgresAddress.Parse(text).Name);

    [Theory]
    [InlineData("Host=db;Passwrd=hunter2")]
    [InlineData("Host=db;Port=hunter2")]
    [InlineData("hunter2")]
    [InlineData("Username=u;Password=hunter2")]
    [InlineData("postgres://u:hunter2@:99999999/x")]
    [InlineData("postgres://u:hunter2@db/d?sslmode=hunter2")]
    public void Malformed_IsRefused_WithoutBeingShown(string text)
    {
        var thrown = Assert.Throws<StorageException>(() => PostgresAddress.Parse(text));
        Assert.DoesNotContain("hunter2", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Reference_IsResolved()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "postgres://u:secret@db:1234/d\n");
        Assert.Equal("postgres://db:1234/d", PostgresAddress.Parse($"file:{file}").Name);
        File.Delete(file);
        Assert.Contains("COVALENT_TEST_NOWHERE", Assert.Throws<StorageException>(() => PostgresAddress.Parse("env:COVALENT_TEST_NOWHERE")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreachableServer_IsNamed()
    {
        var message = await FailureAsync(settings => settings.Port = 1);
        Assert.Contains("127.0.0.1:1 cannot be reached", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongPassword_IsSaid_AndNotShown()
    {
        var message = await FailureAsync(settings => settings.Password = "hunter2");
        Assert.Contains("refused the login of user 'covtest'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AbsentDatabase_IsNamed_WithTheCommandThatMakesIt()
    {
        var message = await FailureAsync(settings => settings.Database = "nowhere");
        Assert.Contains("createdb nowhere", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserWithoutRights_IsToldWhichAreNeeded()
    {
        await using var database = new TestDatabase();
        var role = $"r_{Guid.NewGuid():N}";
        await database.RunAsync($"CREATE ROLE {role} LOGIN PASSWORD 'p'");
        var message = await FailureAsync(settings => (settings.Username, settings.Password, settings.SearchPath) = (role, "p", "elsewhere"));
        await database.RunAsync($"DROP ROLE {role}");
        Assert.Contains("Grant CREATE", message, StringComparison.Ordinal);
    }

    private static async Task<string> FailureAsync(Action<NpgsqlConnectionStringBuilder> change)
    {
        await using var database = new TestDatabase();
        change(database.Settings);
        await using var store = new PostgresStore(PostgresAddress.Parse(database.Settings.ConnectionString), new PostgresStoreOptions());
        var message = (await Assert.ThrowsAsync<StorageException>(() => store.OpenAsync(CancellationToken.None).AsTask())).ToString();
        (database.Settings.Port, database.Settings.Password, database.Settings.Database, database.Settings.Username, database.Settings.SearchPath) = Original();
        return message;
    }

    private static (int, string?, string?, string?, string?) Original()
    {
        var settings = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("COVALENT_TEST_POSTGRES"));
        return (settings.Port, settings.Password, settings.Database, settings.Username, "public");
    }
}
