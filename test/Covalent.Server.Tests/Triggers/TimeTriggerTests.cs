using Covalent.Engine.Storage;

namespace Covalent.Server.Tests.Triggers;

public sealed class TimeTriggerTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    [Fact]
    [Trait("Checklist", "63")]
    public async Task TimeTrigger_FiresRepeatedly_UntilStopped()
    {
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new TimeTrigger(TimeSpan.FromMinutes(1)));
        for (var firing = 1; firing <= 3; firing++)
        {
            rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await rig.FiredAsync(trigger.TriggerId, firing);
        }

        await rig.Triggers.RemoveAsync(trigger.TriggerId);
        rig.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(await rig.Triggers.ListAsync(trigger.DispatchId));
        Assert.Equal(3, (await rig.Dispatcher.ListAsync(new DispatchQuery())).Total);
    }

    [Fact]
    [Trait("Checklist", "64")]
    public async Task FirstFiring_StartsTheWaitingDispatch_TheNextMakesANewOne()
    {
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new TimeTrigger(TimeSpan.FromMinutes(1)));
        Assert.Equal(Status.NewObject, (await rig.Dispatcher.GetAsync(trigger.DispatchId)).Status);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var first = await rig.FiredAsync(trigger.TriggerId, 1);
        Assert.Equal(trigger.DispatchId, first.LastDispatchId);
        Assert.Equal(Status.Completed, (await rig.Dispatcher.WaitAsync(trigger.DispatchId)).Status);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await rig.FiredAsync(trigger.TriggerId, 2);
        Assert.NotEqual(trigger.DispatchId, second.LastDispatchId);
        await rig.Dispatcher.WaitAsync(second.LastDispatchId!);
        Assert.Equal(trigger.DispatchId, (await rig.Dispatcher.GetAsync(second.LastDispatchId!)).RedispatchOf);
    }

    [Fact]
    public async Task Cron_FiresAtItsTimes()
    {
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new TimeTrigger("30 14 * * *", "Europe/Berlin"));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 13, 30, 0, TimeSpan.Zero), trigger.NextAt);
        rig.Clock.Advance(TimeSpan.FromMinutes(90));
        var fired = await rig.FiredAsync(trigger.TriggerId, 1);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 13, 30, 0, TimeSpan.Zero), fired.NextAt);
    }

    [Theory]
    [InlineData(MissedFirings.Skip, 0, 5)]
    [InlineData(MissedFirings.Once, 1, 4)]
    [InlineData(MissedFirings.Each, 5, 0)]
    public async Task OccasionsWhileNoServerRan_AreTreatedAsDeclared(MissedFirings missed, long fired, long skipped)
    {
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new TimeTrigger(TimeSpan.FromHours(1)) { Missed = missed, Start = rig.Clock.GetUtcNow() + TimeSpan.FromHours(1) });
        await rig.RestartAsync(() =>
        {
            rig.Clock.Advance(TimeSpan.FromHours(5) + TimeSpan.FromMinutes(20));
            return Task.CompletedTask;
        });
        var after = await rig.UntilAsync(trigger.TriggerId, t => t.Fired + t.Skipped >= 5);
        Assert.Equal((fired, skipped), (after.Fired, after.Skipped));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero), after.NextAt);
    }

    [Fact]
    public async Task FiringThatACrashInterrupted_IsSubmittedOnce()
    {
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new TimeTrigger(TimeSpan.FromHours(1)));
        await rig.Dispatcher.StartAsync(trigger.DispatchId);
        var firing = new TriggerFiring(trigger.TriggerId, "interrupted", Guid.CreateVersion7().ToString(), rig.Clock.GetUtcNow().UtcTicks);
        await rig.RestartAsync(async () =>
        {
            await using var store = rig.Store;
            var record = await store.FindAsync(trigger.TriggerId, CancellationToken.None);
            await store.SaveAsync(record! with { Fired = 1 }, firing, CancellationToken.None);
        });
        Assert.Equal(firing.DispatchId, (await WaitForAsync(rig, firing.DispatchId)).DispatchId);
        await rig.RestartAsync();
        Assert.Equal(2, (await rig.Dispatcher.ListAsync(new DispatchQuery())).Total);
    }

    [Fact]
    public async Task TooManyUnfinishedDispatches_SkipTheOccasion()
    {
        await using var rig = (await TriggerRig.StartAsync()).Holding();
        var trigger = await rig.AddAsync(new TimeTrigger(TimeSpan.FromMinutes(1)) { MaxUnfinished = 2 });
        for (var occasion = 1; occasion <= 4; occasion++)
        {
            rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await rig.UntilAsync(trigger.TriggerId, t => t.Fired + t.Skipped >= occasion);
        }

        var after = await rig.GetAsync(trigger.TriggerId);
        Assert.Equal((2, 2), (after.Fired, after.Skipped));
    }

    [Theory]
    [Trait("Checklist", "63")]
    [InlineData(MissedFirings.Skip, 0)]
    [InlineData(MissedFirings.Once, 1)]
    [InlineData(MissedFirings.Each, 8)]
    public async Task ClockSetForward_WhileTheServerRuns_FiresForTheTimesInBetweenAsDeclared(MissedFirings missed, long fired)
    {
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new TimeTrigger("0 * * * *") { Missed = missed });
        rig.Clock.Jump(TimeSpan.FromHours(8) + TimeSpan.FromMinutes(20));
        var after = await rig.UntilAsync(trigger.TriggerId, t => t.NextAt > rig.Clock.GetUtcNow(), Step);
        Assert.Equal((fired, 8 - fired), (after.Fired, after.Skipped));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 21, 0, 0, TimeSpan.Zero), after.NextAt);
    }

    [Theory]
    [Trait("Checklist", "63")]
    [InlineData("0 * * * *")]
    [InlineData(null)]
    public async Task ClockSetBack_BehindATimeThatHasFired_DoesNotFireItAgain(string? cron)
    {
        await using var rig = await TriggerRig.StartAsync();
        var hour = TimeSpan.FromHours(1);
        var trigger = await rig.AddAsync(cron is null ? new TimeTrigger(hour) { Start = rig.Clock.GetUtcNow() + hour } : new TimeTrigger(cron));
        rig.Clock.Advance(hour);
        var fired = await rig.FiredAsync(trigger.TriggerId, 1);
        rig.Clock.Jump(-TimeSpan.FromMinutes(90));
        var between = fired.NextAt!.Value - TimeSpan.FromMinutes(50);
        await rig.Clock.UntilAsync(() => Task.FromResult(rig.Clock.GetUtcNow() >= between), Step);
        var after = await rig.GetAsync(trigger.TriggerId);
        Assert.Equal((1, fired.NextAt), (after.Fired, after.NextAt));
        Assert.Equal(fired.NextAt + hour, (await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 2, Step)).NextAt);
    }

    [Fact]
    public async Task ClockSetBack_DoesNotDelayAnIntervalByAsMuch()
    {
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new TimeTrigger(TimeSpan.FromMinutes(1)));
        await rig.RestartAsync(async () =>
        {
            await using var store = rig.Store;
            var record = await store.FindAsync(trigger.TriggerId, CancellationToken.None);
            await store.SaveAsync(record! with { NextAt = (rig.Clock.GetUtcNow() + TimeSpan.FromHours(5)).UtcTicks }, null, CancellationToken.None);
        });
        Assert.Equal(1, (await rig.UntilAsync(trigger.TriggerId, t => t.Fired == 1 || rig.Clock.GetUtcNow().Hour > 13, TimeSpan.FromMinutes(1))).Fired);
    }

    [Fact]
    public async Task DeletedDispatch_DisablesItsTriggers()
    {
        await using var rig = await TriggerRig.StartAsync();
        var trigger = await rig.AddAsync(new TimeTrigger(TimeSpan.FromMinutes(1)));
        await rig.Dispatcher.StartAsync(trigger.DispatchId);
        await rig.Dispatcher.WaitAsync(trigger.DispatchId);
        await rig.Dispatcher.DeleteAsync([trigger.DispatchId]);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var after = await rig.UntilAsync(trigger.TriggerId, t => !t.IsEnabled);
        Assert.Contains(trigger.DispatchId, after.LastError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("61 * * * *", "UTC")]
    [InlineData("0 6 * * *", "Mars/Olympus")]
    public async Task TriggerThatCannotWork_IsRefused(string cron, string zone)
    {
        await using var rig = await TriggerRig.StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => rig.AddAsync(new TimeTrigger(cron, zone)));
    }

    private static async Task<DispatchSnapshot> WaitForAsync(TriggerRig rig, string dispatchId)
    {
        await rig.Clock.UntilAsync(async () => (await rig.Dispatcher.ListAsync(new DispatchQuery { Search = dispatchId })).Total > 0, TimeSpan.Zero);
        return await rig.Dispatcher.WaitAsync(dispatchId);
    }
}
