using Covalent.Engine.Diagnostics;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class BusyEngineTests
{
    [Fact(Timeout = 60_000)]
    public async Task Reads_WhileAPassIsUnderWay_DoNotWaitForIt()
    {
        using var gate = new Gate();
        await using var dispatcher = new TestDispatcher(change: options => options with { Observer = gate }).Holding();
        var request = TestDispatcher.Request(GraphSketch.Wide(3));
        await dispatcher.Client.SubmitAsync(request);
        await dispatcher.Driver.NextAsync(3);
        gate.IsClosed = true;
        var second = Task.Run(() => dispatcher.Client.SubmitAsync(TestDispatcher.Request(GraphSketch.Wide(1))), TestContext.Current.CancellationToken);
        await gate.Reached;
        var seen = await dispatcher.Client.GetAsync(request.DispatchId, TestContext.Current.CancellationToken);
        var page = await dispatcher.Client.ListAsync(new DispatchQuery(), TestContext.Current.CancellationToken);
        gate.Dispose();
        await second;
        Assert.Equal((Status.Running, 3), (seen.Status, seen.RunningCount));
        Assert.Contains(page.Dispatches, dispatch => dispatch.DispatchId == request.DispatchId && dispatch.RunningCount == 3);
    }

    [Fact(Timeout = 60_000)]
    public async Task Watch_HearsOfWhatEndsInTheVeryPassThatLetsItIn()
    {
        using var gate = new Gate();
        await using var dispatcher = new TestDispatcher(change: options => options with { Observer = gate }).Holding();
        var request = TestDispatcher.Request(GraphSketch.Wide(2));
        await dispatcher.Client.SubmitAsync(request);
        var attempts = await dispatcher.Driver.NextAsync(2);
        gate.IsClosed = true;
        var other = Task.Run(() => dispatcher.Client.SubmitAsync(TestDispatcher.Request(GraphSketch.Wide(1))), TestContext.Current.CancellationToken);
        await gate.Reached;

        // Both wait for the pass that is held, and are taken together by the next.
        await using var watching = dispatcher.Client.WatchAsync(request.DispatchId, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var first = watching.MoveNextAsync();
        dispatcher.Driver.Finish(attempts[0], TestDispatcher.Value(1));
        gate.Dispose();
        await other;
        dispatcher.Driver.Finish(attempts[1], TestDispatcher.Value(1));
        var events = new List<DispatchEvent>();
        for (var isMore = await first; isMore; isMore = await watching.MoveNextAsync())
        {
            events.Add(watching.Current);
        }

        Assert.Contains(new NodeStatusChanged(request.DispatchId, attempts[0].NodeId, Status.Completed), events);
        Assert.Contains(new NodeStatusChanged(request.DispatchId, attempts[1].NodeId, Status.Completed), events);
        Assert.Equal(new DispatchStatusChanged(request.DispatchId, Status.Completed, 2, 2), events[^1]);
    }

    /// <summary>Stops the engine's pass for as long as it is closed.</summary>
    private sealed class Gate : IEngineObserver, IDisposable
    {
        private readonly ManualResetEventSlim _open = new();
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsClosed { get; set; }

        public Task Reached => _reached.Task;

        public void DispatchChanged(DispatchStatusChanged change, string name)
        {
            if (IsClosed)
            {
                _reached.TrySetResult();
                _open.Wait(TestContext.Current.CancellationToken);
            }
        }

        public void NodeEnded(string dispatchId, int node, Status status)
        {
        }

        public void AttemptStarted(string executor)
        {
        }

        public void AttemptEnded(string executor, Status status, long ticks)
        {
        }

        public void Wrote(string dispatchId, int node, OutputStream stream, ReadOnlySpan<byte> utf8)
        {
        }

        public void Traced(IReadOnlyList<Covalent.Core.Execution.SpanRecord> spans, string host)
        {
        }

        public void Dispose() => _open.Set();
    }
}
