using Covalent.Engine.Storage.Sqlite;

namespace Covalent.Engine.Tests.Storage;

public sealed class SqliteCheckpointsTests : IDisposable
{
    private const int Due = 4000;
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("covalent-checkpoints-").FullName, "covalent.db");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public async Task Log_WhenItHasGrown_IsCarriedOverBesideTheWriter_AndNotBefore()
    {
        using var writer = SqliteStore.Connect(_path, StoreSynchronous.Normal);
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        writer.Execute("CREATE TABLE numbers (number INTEGER)");
        Assert.InRange(writer.TakePagesWritten(), 1, 10);
        Assert.Equal(0, writer.TakePagesWritten());
        var before = new FileInfo(_path).Length;
        using (var checkpoints = new SqliteCheckpoints(() => Opened(opened)))
        {
            checkpoints.AfterCommit(Due - 1);
            Assert.False(opened.Task.IsCompleted);
            checkpoints.AfterCommit(1);
            await opened.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        }

        Assert.True(new FileInfo(_path).Length > before, "the database file has not got what was in the log");
    }

    [Fact]
    public async Task Log_ThatCannotBeCarriedOver_IsTriedAgainNextTime()
    {
        var tries = 0;
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var failed = new SemaphoreSlim(0);
        using var checkpoints = new SqliteCheckpoints(() =>
        {
            if (Interlocked.Increment(ref tries) == 1)
            {
                failed.Release();
                throw new StorageException("as planned");
            }

            return Opened(second);
        });
        checkpoints.AfterCommit(Due);
        Assert.True(await failed.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!second.Task.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            // The first may not have given up yet when this one comes.
            checkpoints.AfterCommit(Due);
            await Task.Yield();
        }

        Assert.Equal(2, tries);
    }

    private SqliteDatabase Opened(TaskCompletionSource opened)
    {
        var database = SqliteStore.Connect(_path, StoreSynchronous.Normal);
        opened.TrySetResult();
        return database;
    }
}
