using Covalent.Core.Execution;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class ResumeSublatticeTests : IDisposable
{
    private readonly string _folder = TestDispatcher.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sublattices_GoOnWithTheirParent()
    {
        var id = await LeaveChildRunningAsync();
        await using var second = Open().Computing();
        Assert.Equal(2, (await second.Client.ResumeAsync()).Count);
        Assert.Equal(Status.Completed, (await second.Client.WaitAsync(id)).Status);
        Assert.Equal(4, (await second.Client.GetResultAsync(id))!.Decode<int>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SublatticeLeftBehind_ByAnEngineKilledWhileItTookOver_GoesOnWithItsParent(bool parentWasTaken)
    {
        var id = await LeaveChildRunningAsync();
        await DeadEngine.TakeAsync(_folder, dispatch => dispatch.Parent is null == parentWasTaken);
        await using var second = Open().Computing();
        Assert.Equal(2, (await second.Client.ResumeAsync()).Count);
        Assert.Equal(Status.Completed, (await second.Client.WaitAsync(id)).Status);
        Assert.Equal(4, (await second.Client.GetResultAsync(id))!.Decode<int>());
    }

    [Fact]
    public async Task SublatticeLeftBehind_GoesOn_WhenItsParentAlreadyRunsHere()
    {
        var id = await LeaveChildRunningAsync();
        await using var second = Open().Computing();
        await DeadEngine.TakeAsync(_folder, dispatch => dispatch.Parent is not null);
        Assert.Equal(2, (await second.Client.ResumeAsync(id)).Count);
        Assert.Equal(Status.Completed, (await second.Client.WaitAsync(id)).Status);
    }

    private TestDispatcher Open() => new(folder: _folder);

    /// <summary>Leaves a dispatch whose sublattice has run its first task of three when the engine ends.</summary>
    private async Task<string> LeaveChildRunningAsync()
    {
        var sketch = new GraphSketch();
        var graph = sketch.Returns(sketch.Task("after", sketch.Sublattice("child"))).Build();
        await using var first = Open();
        first.Driver.Answer = attempt => attempt.Template.Kind == NodeKind.Sublattice ? new TaskOutcome { Status = Status.Completed, Child = GraphSketch.Chain(3) }
            : attempt.NodeId == 0 ? TestDispatcher.Value(1) : null;
        var id = await first.SubmitAsync(graph);
        await first.Driver.NextAsync();
        return id;
    }
}
