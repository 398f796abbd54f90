namespace Covalent.Server.Tests.Triggers;

public sealed class DirTriggerTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-dir-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Checklist", "63")]
    public async Task DirTrigger_HonoursEventNamesAndBatchSize()
    {
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new DirTrigger(_folder) { Events = DirEvents.Created | DirEvents.Deleted, BatchSize = 2 });
        Write("a");
        await rig.UntilAsync(trigger.TriggerId, HasSeen(rig, trigger.TriggerId, 1), Step);
        Write("a", "modified, which does not count");
        Write("b");
        Assert.Equal(1, (await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 1, Step)).Fired);
        File.Delete(Path.Combine(_folder, "a"));
        Write("c");
        Assert.Equal(2, (await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 2, Step)).Fired);
    }

    [Fact]
    public async Task FilesThatWereThereBefore_DoNotFire_NewOnesWhileTheServerWasDownDo()
    {
        Write("old");
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new DirTrigger(_folder) { Recursive = true });
        await rig.RestartAsync(() =>
        {
            Directory.CreateDirectory(Path.Combine(_folder, "below"));
            Write(Path.Combine("below", "new"));
            return Task.CompletedTask;
        });
        await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 1, Step);
        Write("newer");
        Assert.Equal(2, (await rig.UntilAsync(trigger.TriggerId, t => t.Fired >= 2, Step)).Fired);
    }

    [Fact]
    public async Task FolderRemovedAndMadeAgain_IsWatchedAgain()
    {
        var folder = Path.Combine(_folder, "in");
        Directory.CreateDirectory(folder);
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new DirTrigger(folder) { Events = DirEvents.Created | DirEvents.Deleted });
        Write(Path.Combine("in", "a"));
        await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 1, Step);
        Directory.Delete(folder, recursive: true);
        await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 2, Step);

        Directory.CreateDirectory(folder);
        Write(Path.Combine("in", "a"));

        var seen = await rig.UntilAsync(trigger.TriggerId, t => t.Fired >= 3, Step);
        Assert.Equal((3, null), (seen.Fired, seen.LastError));
    }

    [Fact]
    public async Task MovedFile_IsOneEvent()
    {
        Write("here");
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new DirTrigger(_folder) { Events = DirEvents.Moved });
        Write("other");
        File.Move(Path.Combine(_folder, "here"), Path.Combine(_folder, "there"));
        Assert.Equal(1, (await rig.UntilAsync(trigger.TriggerId, t => t.Fired >= 1, Step)).Fired);
    }

    [Fact]
    public async Task ManyFilesAtOnce_FireOneAfterTheOther_AsFarAsTheLimitAllows()
    {
        await using var rig = (await TriggerRig.StartAsync()).Holding();
        var trigger = await rig.AddAsync(new DirTrigger(_folder) { MaxUnfinished = 3 });
        await rig.RestartAsync(() =>
        {
            foreach (var i in Enumerable.Range(0, 5))
            {
                Write($"file{i}");
            }

            return Task.CompletedTask;
        });
        await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 3, Step);
        rig.Executor.Driver.Answer = static _ => new Core.Execution.TaskOutcome { Status = Status.Completed };
        foreach (var held in rig.Executor.Driver.Held)
        {
            rig.Executor.Driver.Finish(held, new Core.Execution.TaskOutcome { Status = Status.Completed });
        }

        Assert.Equal((5, 0), (await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 5, Step)) is { } after ? (after.Fired, after.Skipped) : default);
    }

    private static Func<TriggerSnapshot, bool> HasSeen(TriggerRig rig, string triggerId, long pending) => _ =>
    {
        using var store = new Opened(rig);
        return store.Pending(triggerId) >= pending;
    };

    private void Write(string name, string text = "x") => File.WriteAllText(Path.Combine(_folder, name), text);

    private sealed class Opened(TriggerRig rig) : IDisposable
    {
        private readonly Covalent.Engine.Storage.Sqlite.SqliteTriggers _store = rig.Store;

        public long Pending(string triggerId) => Server.Triggers.DirSnapshot.Read(_store.FindAsync(triggerId, CancellationToken.None).AsTask().Result!.State).Pending;

        public void Dispose() => _store.DisposeAsync().AsTask().Wait();
    }
}
