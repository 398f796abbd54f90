using Covalent.Core.Results;
using Covalent.Core.Tests.Workflow;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Core.Tests.Results;

public sealed class ProgressTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly StringWriter _output = new();

    [Fact]
    public void Counter_AddsUpNodes_AndTakesAbsoluteCountsOver()
    {
        var counter = new ProgressCounter(FakeClient.Snapshot("id", "flow", Status.Running, 10));

        Assert.True(counter.Apply(new NodeStatusChanged("id", 1, Status.Completed)));
        Assert.False(counter.Apply(new NodeStatusChanged("id", 2, Status.Running)));
        Assert.True(counter.Apply(new NodeStatusChanged("id", 2, Status.Failed)));
        Assert.Equal((1, 1), (counter.Current.CompletedCount, counter.Current.FailedCount));
        Assert.True(counter.Apply(new DispatchStatusChanged("id", Status.Completed, 9, 10)));
        Assert.True(counter.Apply(new NodeProgressed("id", 3, 0.5, "half")));
        Assert.Equal((9, 0.5), (counter.Current.CompletedCount, counter.Current.Electron!.Fraction));
    }

    [Fact]
    public void Line_OnATerminal_AppearsAfterAWhile_IsRewrittenAndRemoved()
    {
        using (var line = new ProgressLine(_output, isTerminal: true, TimeSpan.FromSeconds(3), _clock))
        {
            line.Report(Progress(1));
            Assert.Equal("", _output.ToString());
            _clock.Advance(TimeSpan.FromSeconds(3));
            line.Report(Progress(5) with { FailedCount = 1, Electron = new NodeProgressed("id", 7, 0.25, "epoch 3") });
            Assert.Equal("\r\x1b[Kflow [############............] 5/10 nodes, 1 failed 00:00:03  node 7 25% epoch 3", _output.ToString().Replace(" %", "%", StringComparison.Ordinal));
            var shown = _output.ToString().Length;
            line.Report(Progress(6));
            Assert.Equal(shown, _output.ToString().Length);
        }

        Assert.EndsWith("\r\x1b[K", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_ShortWait_ShowsNothing()
    {
        using (var line = new ProgressLine(_output, isTerminal: true, TimeSpan.FromSeconds(3), _clock))
        {
            line.Report(Progress(10));
        }

        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void Line_OnRequestWithoutATerminal_IsPlainLinesNowAndThen()
    {
        using (var line = new ProgressLine(_output, isTerminal: false, TimeSpan.Zero, _clock))
        {
            line.Report(Progress(1));
            _clock.Advance(TimeSpan.FromSeconds(5));
            line.Report(Progress(2));
            _clock.Advance(TimeSpan.FromSeconds(5));
            line.Report(Progress(3));
        }

        var lines = _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["1/10", "3/10", "3/10"], lines.Select(l => l.Split("] ")[1].Split(' ')[0]));
        Assert.DoesNotContain('\x1b', _output.ToString());
    }

    private static DispatchProgress Progress(int done) => new("id", "flow", Status.Running, done, 10);
}
