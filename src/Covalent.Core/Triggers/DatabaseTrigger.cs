using System.Text.Json.Nodes;

namespace Covalent;

/// <summary>Fires when a query answers with rows that it did not answer with before. The server asks at intervals, reading only.</summary>
/// <param name="Database">Path of an SQLite database on the server's machine, or a PostgreSQL connection string. One with a password is named as
/// <c>env:NAME</c> or <c>file:PATH</c>, since triggers are stored and shown.</param>
/// <param name="Query">One SELECT statement. Its first 1000 rows are looked at.</param>
public sealed record DatabaseTrigger(string Database, string Query) : Trigger
{
    /// <inheritdoc />
    public override string Kind => "database";

    /// <summary>Time between two questions, at least 100 ms. Default: 1 second.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Fires when the query has answered with rows this many times running. Default: 1.</summary>
    public int AfterCount { get; init; } = 1;

    /// <summary>Fires whenever there are rows, even the same as before. Default: false.</summary>
    public bool EvenUnchanged { get; init; }

    private protected override IEnumerable<string> Problems() => base.Problems().Concat(OwnProblems());

    private protected override void Write(JsonObject json)
    {
        json["database"] = Database;
        json["query"] = Query;
        json["poll_seconds"] = PollInterval.TotalSeconds;
        json["after_count"] = AfterCount;
        json["even_unchanged"] = EvenUnchanged;
    }

    private IEnumerable<string> OwnProblems()
    {
        if (string.IsNullOrWhiteSpace(Database))
        {
            yield return "Database is empty; name a file, a connection string, or env:NAME.";
        }

        if (HoldsPassword(Database))
        {
            yield return "Database holds a password, which would be stored and shown; put the connection string into an environment variable of the server and write env:NAME.";
        }

        if (string.IsNullOrWhiteSpace(Query))
        {
            yield return "Query is empty; write a SELECT statement.";
        }

        if (PollInterval < TimeSpan.FromMilliseconds(100))
        {
            yield return $"PollInterval is {PollInterval}; use at least 100 ms.";
        }

        if (AfterCount is < 1 or > 1_000_000)
        {
            yield return $"AfterCount is {AfterCount}; use 1 to 1000000.";
        }
    }

    private static bool HoldsPassword(string database)
    {
        var at = database.IndexOf('@', StringComparison.Ordinal);
        var login = database.IndexOf("://", StringComparison.Ordinal);
        return database.Contains("password=", StringComparison.OrdinalIgnoreCase) || database.Contains("pwd=", StringComparison.OrdinalIgnoreCase)
            || (login >= 0 && at > login && database.AsSpan(login + 3, at - login - 3).Contains(':'));
    }
}
