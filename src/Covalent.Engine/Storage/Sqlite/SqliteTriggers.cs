namespace Covalent.Engine.Storage.Sqlite;

/// <summary>Triggers in the data folder's database, through a connection of their own.</summary>
internal sealed class SqliteTriggers : ITriggerStore
{
    private readonly SqliteDatabase _database;
    private readonly Lock _gate = new();

    private SqliteTriggers(SqliteDatabase database) => _database = database;

    /// <summary>Opens the triggers of a data folder, whose database is made where it is missing.</summary>
    public static SqliteTriggers Open(string folder, StoreSynchronous synchronous)
    {
        var path = Path.Combine(folder, "covalent.db");
        var database = SqliteStore.Connect(path, synchronous);
        try
        {
            SqliteMigrations.Apply(database, path);
            return new SqliteTriggers(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public ValueTask AddAsync(TriggerRecord trigger, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            using var insert = _database.PrepareOnce($"INSERT OR IGNORE INTO triggers ({TriggerRows.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
            insert.Bind(2, trigger.DispatchId).Bind(3, trigger.Definition).Bind(5, trigger.CreatedAt);
            BindChanging(insert, trigger).Run();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<TriggerRecord>> ReadAsync(string? dispatchId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            using var read = _database.PrepareOnce($"SELECT {TriggerRows.Columns} FROM triggers WHERE ?1 IS NULL OR dispatch_id = ?1 ORDER BY number");
            return new ValueTask<IReadOnlyList<TriggerRecord>>(Rows(read.Bind(1, dispatchId), ReadTrigger));
        }
    }

    public ValueTask<TriggerRecord?> FindAsync(string triggerId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            using var find = _database.PrepareOnce($"SELECT {TriggerRows.Columns} FROM triggers WHERE id = ?1");
            return new ValueTask<TriggerRecord?>(Rows(find.Bind(1, triggerId), ReadTrigger).FirstOrDefault());
        }
    }

    public ValueTask SaveAsync(TriggerRecord trigger, TriggerFiring? firing, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            InTransaction(() =>
            {
                using var update = _database.PrepareOnce(
                    "UPDATE triggers SET enabled = ?4, state = ?6, next_at = ?7, fired = ?8, skipped = ?9, last_fired_at = ?10, last_dispatch_id = ?11, last_error = ?12 WHERE id = ?1");
                BindChanging(update, trigger).Run();
                if (firing is not null && _database.Changes() > 0)
                {
                    Insert(firing);
                }
            });
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string triggerId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            InTransaction(() =>
            {
                foreach (var sql in (ReadOnlySpan<string>)["DELETE FROM triggers WHERE id = ?1", "DELETE FROM trigger_firings WHERE trigger_id = ?1"])
                {
                    using var delete = _database.PrepareOnce(sql);
                    delete.Bind(1, triggerId).Run();
                }
            });
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<(TriggerFiring Firing, bool IsSubmitted)?> FindFiringAsync(string triggerId, string occasion, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            using var find = _database.PrepareOnce($"SELECT {TriggerRows.FiringColumns}, submitted FROM trigger_firings WHERE trigger_id = ?1 AND occasion = ?2");
            var found = Rows(find.Bind(1, triggerId).Bind(2, occasion), row => ((TriggerFiring, bool)?)(ReadFiring(row), row.Int(4) != 0));
            return new ValueTask<(TriggerFiring, bool)?>(found.FirstOrDefault());
        }
    }

    public ValueTask<IReadOnlyList<TriggerFiring>> ReadOpenAsync(string triggerId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            using var read = _database.PrepareOnce($"SELECT {TriggerRows.FiringColumns} FROM trigger_firings WHERE trigger_id = ?1 AND submitted = 0 ORDER BY at");
            return new ValueTask<IReadOnlyList<TriggerFiring>>(Rows(read.Bind(1, triggerId), ReadFiring));
        }
    }

    public ValueTask MarkSubmittedAsync(TriggerFiring firing, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            using var mark = _database.PrepareOnce("UPDATE trigger_firings SET submitted = 1 WHERE trigger_id = ?1 AND occasion = ?2");
            mark.Bind(1, firing.TriggerId).Bind(2, firing.Occasion).Run();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<int> CountUnfinishedAsync(string triggerId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            using var count = _database.PrepareOnce(TriggerRows.CountUnfinished("?1", isFalse: "0"));
            return new ValueTask<int>(Rows(count.Bind(1, triggerId), row => row.Int(0))[0]);
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _database.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private void Insert(TriggerFiring firing)
    {
        using var insert = _database.PrepareOnce("INSERT INTO trigger_firings (trigger_id, occasion, dispatch_id, at, submitted) VALUES (?1, ?2, ?3, ?4, 0)");
        insert.Bind(1, firing.TriggerId).Bind(2, firing.Occasion).Bind(3, firing.DispatchId).Bind(4, firing.At).Run();
        using var forget = _database.PrepareOnce(TriggerRows.Forget("?1", "?2", isTrue: "1"));
        forget.Bind(1, firing.TriggerId).Bind(2, ITriggerStore.Remembered).Run();
    }

    private void InTransaction(Action act)
    {
        _database.Execute("BEGIN IMMEDIATE");
        try
        {
            act();
            _database.Execute("COMMIT");
        }
        catch
        {
            _database.RollBack();
            throw;
        }
    }

    private static SqliteStatement BindChanging(SqliteStatement statement, TriggerRecord trigger) => statement
        .Bind(1, trigger.Id).Bind(4, trigger.IsEnabled ? 1 : 0).Bind(6, trigger.State).Bind(7, trigger.NextAt).Bind(8, trigger.Fired).Bind(9, trigger.Skipped)
        .Bind(10, trigger.LastFiredAt).Bind(11, trigger.LastDispatchId).Bind(12, trigger.LastError);

    private static List<T> Rows<T>(SqliteStatement statement, Func<SqliteStatement, T> read)
    {
        var rows = new List<T>();
        while (statement.Step())
        {
            rows.Add(read(statement));
        }

        return rows;
    }

    private static TriggerRecord ReadTrigger(SqliteStatement row) => TriggerRows.Read(row.Text, row.Long, column => row.Int(column) != 0);

    private static TriggerFiring ReadFiring(SqliteStatement row) => TriggerRows.ReadFiring(row.Text, row.Long);
}
