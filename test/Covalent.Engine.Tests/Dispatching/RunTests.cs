using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class RunTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OfIndependentTasks_CompletesAll(bool inMemory)
    {
        await using var dispatcher = new TestDispatcher(inMemory);
        var end = await dispatcher.RunAsync(GraphSketch.Wide(500));
        Assert.Equal(Status.Completed, end.Status);
        Assert.Equal(500, end.CompletedCount);
        Assert.Equal(500, dispatcher.Executor.Started.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OfAChain_KeepsItsOrder(bool inMemory)
    {
        await using var dispatcher = new TestDispatcher(inMemory);
        var end = await dispatcher.RunAsync(GraphSketch.Chain(200));
        Assert.Equal(Status.Completed, end.Status);
        var nodes = dispatcher.Executor.Started.Select(name => int.Parse(name.Split('/', '#')[1]));
        Assert.Equal(Enumerable.Range(0, 200), nodes);
    }
}
