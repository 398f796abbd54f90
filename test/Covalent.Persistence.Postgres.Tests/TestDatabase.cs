using Npgsql;

namespace Covalent.Persistence.Postgres.Tests;

/// <summary>A schema of its own in the database that eng/backends/postgres-up.sh started; gone with the test.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private const string Variable = "COVALENT_TEST_POSTGRES";
    private readonly string _schema = $"t_{Guid.NewGuid():N}";

    public TestDatabase()
    {
        var text = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(text))
        {
            const string reason = $"{Variable} is not set; start the database with eval \"$(eng/backends/up.sh .covalent-test/backends postgres)\".";
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") != "true", reason);
            Assert.Fail(reason);
        }

        Settings = new NpgsqlConnectionStringBuilder(text) { SearchPath = _schema };
        Address = PostgresAddress.Parse(Settings.ConnectionString);
    }

    public NpgsqlConnectionStringBuilder Settings { get; }

    public PostgresAddress Address { get; }

    public PostgresStore Store(PostgresStoreOptions? options = null) => new(Address, options ?? new PostgresStoreOptions());

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Settings.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task RunAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Settings.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What happens when an engine has shown no sign of life for as long as its lease says.</summary>
    public Task RunOutAsync(long owner) => RunAsync($"UPDATE leases SET until = clock_timestamp() - interval '1 second' WHERE owner = {owner}");

    public async ValueTask DisposeAsync() => await RunAsync($"DROP SCHEMA IF EXISTS {_schema} CASCADE");
}
