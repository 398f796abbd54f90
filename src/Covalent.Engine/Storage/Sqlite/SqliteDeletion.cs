namespace Covalent.Engine.Storage.Sqlite;

/// <summary>Deletes dispatches with their sublattices, then the files nobody needs any more, then gives the pages back.</summary>
internal sealed class SqliteDeletion(SqliteDatabase database, AssetFiles assets)
{
    private static readonly string[] ByRow = ["graphs", "nodes", "steps"];
    private static readonly string[] ByDispatch = ["attempts", "handles", "cancel_requests"];

    public (DeleteReport Report, IReadOnlyList<string> Gone) Delete(IReadOnlyList<string> dispatchIds)
    {
        var deleted = new List<string>();
        var gone = new List<string>();
        var failed = new Dictionary<string, string>(StringComparer.Ordinal);
        var before = SizeOfDatabase();
        long freed = 0;
        foreach (var id in dispatchIds.Distinct(StringComparer.Ordinal))
        {
            database.Execute("BEGIN IMMEDIATE");
            try
            {
                if (Refusal(id) is { } reason)
                {
                    failed[id] = reason;
                }
                else
                {
                    freed += DeleteTree(id, gone);
                    deleted.Add(id);
                }

                database.Execute("COMMIT");
            }
            catch
            {
                database.RollBack();
                throw;
            }
        }

        if (deleted.Count > 0)
        {
            database.Execute("PRAGMA incremental_vacuum");
            database.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        return (new DeleteReport(deleted, failed, freed + Math.Max(0, before - SizeOfDatabase())), gone);
    }

    /// <summary>Deletes old files that no dispatch needs.</summary>
    /// <returns>Bytes freed.</returns>
    public long Sweep(long writtenBefore)
    {
        long freed = 0;
        foreach (var sha256 in assets.WrittenBefore(writtenBefore))
        {
            database.Execute("BEGIN IMMEDIATE");
            freed += IsUnused(Convert.FromHexString(sha256)) ? assets.Delete(sha256) : 0;
            database.Execute("COMMIT");
        }

        return freed + assets.DeleteTemporaries(writtenBefore);
    }

    private string? Refusal(string id)
    {
        using var find = database.PrepareOnce("SELECT status, parent_id FROM dispatches WHERE id = ?1");
        find.Bind(1, id);
        return !find.Step() ? "it is not known here"
            : find.Text(1) is { } parent ? $"it is a sublattice of {parent}; delete that one"
            : !((Status)find.Int(0)).IsTerminal() ? $"it is {((Status)find.Int(0)).ToWord()}; cancel it and wait for its end first"
            : null;
    }

    private long DeleteTree(string id, List<string> gone)
    {
        long freed = 0;
        foreach (var (number, member) in TreeOf(id))
        {
            gone.Add(member);
            var files = AssetsOf(number);
            Run("DELETE FROM cache WHERE node BETWEEN ?1 AND ?2", RowId.First(number), RowId.Last(number));
            foreach (var table in ByRow)
            {
                Run($"DELETE FROM {table} WHERE id BETWEEN ?1 AND ?2", RowId.First(number), RowId.Last(number));
            }

            foreach (var table in ByDispatch)
            {
                Run($"DELETE FROM {table} WHERE dispatch = ?1", number);
            }

            Run("DELETE FROM asset_refs WHERE dispatch = ?1", number);
            Run("DELETE FROM dispatches WHERE number = ?1", number);
            freed += files.Where(IsUnused).Sum(file => assets.Delete(Convert.ToHexStringLower(file)));
        }

        return freed;
    }

    private List<(long Number, string Id)> TreeOf(string id)
    {
        using var find = database.PrepareOnce(
            "SELECT number, id FROM dispatches WHERE id = ?1 UNION ALL SELECT number, id FROM dispatches WHERE root_id = ?1 AND parent_id IS NOT NULL");
        find.Bind(1, id);
        var members = new List<(long, string)>();
        while (find.Step())
        {
            members.Add((find.Long(0), find.Text(1)!));
        }

        return members;
    }

    private List<byte[]> AssetsOf(long number)
    {
        using var find = database.PrepareOnce("SELECT sha256 FROM asset_refs WHERE dispatch = ?1");
        find.Bind(1, number);
        var hashes = new List<byte[]>();
        while (find.Step())
        {
            hashes.Add(find.Blob(0).ToArray());
        }

        return hashes;
    }

    private bool IsUnused(byte[] sha256)
    {
        using var find = database.PrepareOnce("SELECT 1 FROM asset_refs WHERE sha256 = ?1 LIMIT 1");
        find.Bind(1, sha256.AsSpan());
        return !find.Step();
    }

    private void Run(string sql, long first, long? second = null)
    {
        using var statement = database.PrepareOnce(sql);
        statement.Bind(1, first);
        if (second is { } last)
        {
            statement.Bind(2, last);
        }

        statement.Run();
    }

    private long SizeOfDatabase() => database.QueryNumber("PRAGMA page_count") * database.QueryNumber("PRAGMA page_size");
}
