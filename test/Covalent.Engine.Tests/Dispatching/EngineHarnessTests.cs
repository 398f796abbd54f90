using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Engine.Tests.Dispatching;

/// <summary>The harness as authors of workflows use it.</summary>
public sealed class EngineHarnessTests
{
    [Fact]
    public async Task Workflow_RunsWithoutItsCode()
    {
        await using var harness = new EngineHarness();
        harness.Executor.Returns("Load", 3).Returns("Train", 39);
        var end = await harness.RunAsync(Lattice);
        Assert.Equal(Status.Completed, end.Status);
        Assert.Equal(39, (await harness.Client.GetResultAsync(end.DispatchId))!.Decode<int>());
    }

    [Fact]
    public async Task Failures_ComeAsTold()
    {
        await using var harness = new EngineHarness();
        harness.Executor.Returns("Load", 3).Fails("Train", "out of memory");
        var end = await harness.RunAsync(Lattice);
        Assert.Equal(Status.Failed, end.Status);
        Assert.Contains("out of memory", end.Error!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_WaitForTheClock()
    {
        await using var harness = new EngineHarness();
        harness.Executor.Holds("Load");
        var id = await harness.DispatchAsync(Lattice);
        (await harness.Executor.NextAsync()).Fail("no network");
        Assert.Equal(1, (await harness.Client.GetNodesAsync(id))[0].Attempts);
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await harness.Executor.NextAsync();
        Assert.Equal(("Load", 2), (second.Name, second.Attempt));
        second.Complete(5);
        Assert.Equal(Status.Completed, (await harness.Client.WaitAsync(id)).Status);
    }

    private static Node<int> Lattice()
    {
        var data = Electron(() => Load(), options: new ElectronOptions { Retry = new RetryPolicy(1) { Delay = TimeSpan.FromSeconds(50) } });
        return Electron(() => Train(data));
    }

    private static int Load() => throw new NotSupportedException("The harness runs no code.");

    private static int Train(int data) => throw new NotSupportedException($"The harness runs no code with {data}.");
}
