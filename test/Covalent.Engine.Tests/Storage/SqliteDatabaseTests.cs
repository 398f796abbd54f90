using Covalent.Engine.Storage.Sqlite;

namespace Covalent.Engine.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-sqlite-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void RollBack_TakesAnOpenTransactionBack_AndLeavesOneThatIsOverAlone()
    {
        using var database = SqliteDatabase.Open(Path.Combine(_folder, "x.db"), create: true);
        database.Execute("BEGIN");
        database.Execute("CREATE TABLE t(x)");
        database.RollBack();
        Assert.Equal(0, database.QueryNumber("SELECT count(*) FROM sqlite_master"));

        // As after an error for which SQLite itself has taken the transaction back.
        database.RollBack();
    }
}
