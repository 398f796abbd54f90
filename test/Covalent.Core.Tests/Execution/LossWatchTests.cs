using Covalent.Core.Execution;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Core.Tests.Execution;

public sealed class LossWatchTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void QuickAnswers_AreNotEnough_TheyMustBeSpreadOverTime()
    {
        var watch = new LossWatch(new FakeRemote { Patience = 3 }, _clock);
        for (var polls = 0; polls < 20; polls++)
        {
            Assert.False(watch.Note(JobStatus.Unknown));
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(watch.Note(JobStatus.Unknown));
    }

    [Fact]
    public void OneAnswer_BeginsTheCountAnew()
    {
        var watch = new LossWatch(new FakeRemote { Patience = 2 }, _clock);
        Assert.False(watch.Note(JobStatus.Unknown));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(watch.Note(JobStatus.Queued));
        Assert.False(watch.Note(JobStatus.Unknown));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(watch.Note(JobStatus.Unknown));
    }
}
