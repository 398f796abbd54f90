using Covalent.Core.Execution;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class CacheTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EqualCall_OfALaterDispatch_IsTakenFromTheCache(bool inMemory)
    {
        await using var dispatcher = new TestDispatcher(inMemory).Computing();
        await dispatcher.RunAsync(Chain(10));
        var again = await dispatcher.RunAsync(Chain(10));
        Assert.Equal(Status.Completed, again.Status);
        Assert.Equal(2, dispatcher.Executor.Started.Count);
        Assert.Equal(12, (await dispatcher.Client.GetResultAsync(again.DispatchId))!.Decode<int>());
        Assert.All((await dispatcher.Client.GetNodesAsync(again.DispatchId)).Skip(1), node => Assert.Equal((0, node.StartedAt), (node.Attempts, node.EndedAt)));
    }

    [Fact]
    public async Task OtherInput_IsAnotherCall()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        await dispatcher.RunAsync(Chain(10));
        await dispatcher.RunAsync(Chain(11));
        Assert.Equal(4, dispatcher.Executor.Started.Count);
    }

    [Fact]
    public async Task TaskThatDidNotAsk_IsNotCached()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        await dispatcher.RunAsync(GraphSketch.Chain(2));
        await dispatcher.RunAsync(GraphSketch.Chain(2));
        Assert.Equal(4, dispatcher.Executor.Started.Count);
    }

    [Fact]
    public async Task FailedTask_IsNotCached()
    {
        await using var dispatcher = new TestDispatcher();
        dispatcher.Driver.Answer = _ => TestDispatcher.Failure();
        await dispatcher.RunAsync(Chain(1));
        dispatcher.Computing();
        Assert.Equal(Status.Completed, (await dispatcher.RunAsync(Chain(1))).Status);
    }

    [Fact]
    public async Task DeletedDispatch_TakesItsCachedResultsAlong()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        var first = await dispatcher.RunAsync(Chain(10));
        await dispatcher.Client.DeleteAsync([first.DispatchId]);
        await dispatcher.RunAsync(Chain(10));
        Assert.Equal(4, dispatcher.Executor.Started.Count);
    }

    [Fact]
    public async Task LargeCachedResult_OutlivesTheDispatchThatMadeIt()
    {
        await using var dispatcher = new TestDispatcher();
        var large = new byte[100_000];
        dispatcher.Driver.Answer = _ => new TaskOutcome { Status = Status.Completed, Result = new EncodedValue(PayloadCodecs.Json, large) };
        var sketch = new GraphSketch();
        sketch.Returns(sketch.Cached("big"));
        var first = await dispatcher.RunAsync(sketch.Build());
        var second = await dispatcher.RunAsync(sketch.Build());
        Assert.Single(dispatcher.Executor.Started);
        await dispatcher.Client.DeleteAsync([first.DispatchId]);
        Assert.Equal(large.Length, (await dispatcher.Client.GetResultAsync(second.DispatchId))!.Body.Length);
    }

    private static TransportGraph Chain(int input)
    {
        var sketch = new GraphSketch();
        var first = sketch.Cached("first", sketch.Parameter(TestDispatcher.Encode(input).Bytes.Span));
        return sketch.Returns(sketch.Cached("second", first)).Build();
    }
}
