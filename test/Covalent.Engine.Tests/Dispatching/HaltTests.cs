using Covalent.Engine.Storage.Sqlite;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class HaltTests
{
    [Fact(DisplayName = "Checklist 28: a store that fails stops the engine, releases those who wait, and loses nothing")]
    [Trait("Checklist", "28")]
    public async Task FailingStore_StopsTheEngine_AndLosesNothing()
    {
        var folder = TestDispatcher.NewFolder();
        string id;
        await using (var engine = new TestDispatcher(folder: folder).Holding())
        {
            id = await engine.SubmitAsync(GraphSketch.Chain(2));
            engine.Driver.Finish(await engine.Driver.NextAsync(), TestDispatcher.Value(1));
            var waiting = engine.Client.WaitAsync(id);
            var second = await engine.Driver.NextAsync();
            Alter(folder, "ALTER TABLE nodes RENAME TO elsewhere");
            engine.Driver.Finish(second, TestDispatcher.Value(2));
            var thrown = await Assert.ThrowsAsync<StorageException>(() => waiting);
            Assert.Contains("could not be made durable", thrown.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<StorageException>(() => engine.SubmitAsync(GraphSketch.Wide(1)));
            await Assert.ThrowsAsync<StorageException>(() => engine.Client.WaitAsync(id));
        }

        Alter(folder, "ALTER TABLE elsewhere RENAME TO nodes");
        await using (var next = new TestDispatcher(folder: folder).Computing())
        {
            Assert.Equal(Status.Completed, (await next.Client.WaitAsync(id)).Status);
            Assert.Equal([1], next.StartedNodes());
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void Alter(string folder, string sql)
    {
        using var database = SqliteDatabase.Open(Path.Combine(folder, "covalent.db"), create: false);
        database.Execute(sql);
    }
}
