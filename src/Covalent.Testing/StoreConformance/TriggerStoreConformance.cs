#pragma warning disable CS1591 // The names of the tests say what a store has to do.
using Covalent.Engine.Storage;
using Xunit;

namespace Covalent.Testing;

/// <summary>What every store of triggers has to do. Derive one class per store.</summary>
public abstract class TriggerStoreConformance : IAsyncLifetime
{
    private IDispatchStore? _dispatches;
    private ITriggerStore? _triggers;

    internal IDispatchStore Dispatches => _dispatches ?? throw new InvalidOperationException("The store is not open yet.");

    internal ITriggerStore Triggers => _triggers ?? throw new InvalidOperationException("The store is not open yet.");

    internal abstract Task<(IDispatchStore Dispatches, ITriggerStore Triggers)> OpenAsync();

    /// <inheritdoc />
    public virtual async ValueTask InitializeAsync() => (_dispatches, _triggers) = await OpenAsync();

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Triggers.DisposeAsync();
        await Dispatches.DisposeAsync();
    }

    [Fact]
    public async Task Trigger_ReadsBack_InTheOrderOfAdding()
    {
        var first = NewTrigger("one") with { State = "{}", NextAt = 5, IsEnabled = false };
        await Triggers.AddAsync(first, CancellationToken.None);
        await Triggers.AddAsync(NewTrigger("two", dispatch: "other"), CancellationToken.None);
        await Triggers.AddAsync(first with { State = "again" }, CancellationToken.None);
        Assert.Equal(first, await Triggers.FindAsync("one", CancellationToken.None));
        Assert.Equal(["one", "two"], (await Triggers.ReadAsync(null, CancellationToken.None)).Select(trigger => trigger.Id));
        Assert.Equal(["two"], (await Triggers.ReadAsync("other", CancellationToken.None)).Select(trigger => trigger.Id));
        Assert.Null(await Triggers.FindAsync("nobody", CancellationToken.None));
    }

    [Fact]
    public async Task Save_WritesTheChangeAndItsFiringTogether()
    {
        await Triggers.AddAsync(NewTrigger("one"), CancellationToken.None);
        var after = NewTrigger("one") with { State = "seen", NextAt = 9, Fired = 1, Skipped = 2, LastFiredAt = 3, LastDispatchId = "d", LastError = "e" };
        var firing = new TriggerFiring("one", "first", "d", 3);
        await Triggers.SaveAsync(after, firing, CancellationToken.None);
        Assert.Equal(after, await Triggers.FindAsync("one", CancellationToken.None));
        Assert.Equal((firing, false), await Triggers.FindFiringAsync("one", "first", CancellationToken.None));
        Assert.Null(await Triggers.FindFiringAsync("one", "second", CancellationToken.None));
        Assert.Equal([firing], await Triggers.ReadOpenAsync("one", CancellationToken.None));
        await Triggers.MarkSubmittedAsync(firing, CancellationToken.None);
        Assert.Empty(await Triggers.ReadOpenAsync("one", CancellationToken.None));
    }

    [Fact]
    public async Task FiringOfATriggerThatIsGone_IsNotWritten()
    {
        await Triggers.SaveAsync(NewTrigger("gone"), new TriggerFiring("gone", "first", "d", 3), CancellationToken.None);
        Assert.Null(await Triggers.FindFiringAsync("gone", "first", CancellationToken.None));
    }

    [Fact]
    public async Task Remove_ForgetsTheTriggerAndItsFirings()
    {
        await Triggers.AddAsync(NewTrigger("one"), CancellationToken.None);
        await Triggers.SaveAsync(NewTrigger("one"), new TriggerFiring("one", "first", "d", 3), CancellationToken.None);
        await Triggers.RemoveAsync("one", CancellationToken.None);
        Assert.Empty(await Triggers.ReadAsync(null, CancellationToken.None));
        Assert.Null(await Triggers.FindFiringAsync("one", "first", CancellationToken.None));
    }

    [Fact]
    public async Task Unfinished_CountsWhatWasNotSubmittedOrHasNotEnded()
    {
        await Triggers.AddAsync(NewTrigger("one"), CancellationToken.None);
        var running = await Dispatches.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        var ended = await Dispatches.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await Dispatches.EndAsync(ended);
        foreach (var (occasion, dispatch) in new[] { ("a", running.Id), ("b", ended.Id), ("c", "deleted") })
        {
            var firing = new TriggerFiring("one", occasion, dispatch, 1);
            await Triggers.SaveAsync(NewTrigger("one"), firing, CancellationToken.None);
            await Triggers.MarkSubmittedAsync(firing, CancellationToken.None);
        }

        await Triggers.SaveAsync(NewTrigger("one"), new TriggerFiring("one", "d", "open", 1), CancellationToken.None);
        Assert.Equal(2, await Triggers.CountUnfinishedAsync("one", CancellationToken.None));
    }

    [Fact]
    public async Task OldFirings_AreForgotten_OpenOnesAreNot()
    {
        await Triggers.AddAsync(NewTrigger("one"), CancellationToken.None);
        for (var at = 0; at < ITriggerStore.Remembered + 10; at++)
        {
            var firing = new TriggerFiring("one", $"{at}", "d", at);
            await Triggers.SaveAsync(NewTrigger("one"), firing, CancellationToken.None);
            if (at != 0)
            {
                await Triggers.MarkSubmittedAsync(firing, CancellationToken.None);
            }
        }

        Assert.NotNull(await Triggers.FindFiringAsync("one", "0", CancellationToken.None));
        Assert.Null(await Triggers.FindFiringAsync("one", "1", CancellationToken.None));
        Assert.NotNull(await Triggers.FindFiringAsync("one", "100", CancellationToken.None));
    }

    private static TriggerRecord NewTrigger(string id, string dispatch = "dispatch") =>
        new() { Id = id, DispatchId = dispatch, Definition = "{\"kind\":\"webhook\"}", CreatedAt = StoreSketch.Now };
}
