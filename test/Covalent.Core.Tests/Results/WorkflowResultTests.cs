using Covalent.Core.Tests.Workflow;
using static Covalent.Workflow;

namespace Covalent.Core.Tests.Results;

public sealed class WorkflowResultTests : IDisposable
{
    private const string Id = "0199-dispatch";
    private readonly FakeClient _client = new();
    private readonly IDisposable _choice;

    public WorkflowResultTests() => _choice = ClientProvider.Use(_client);

    public void Dispose() => _choice.Dispose();

    [Fact]
    [Trait("Checklist", "58")]
    public async Task Status_LoadsTheStatusOnly()
    {
        _client.Put(FakeClient.Snapshot(Id, "flow", Status.Running, 3));

        Assert.Equal(Status.Running, await GetStatusAsync(Id));
        Assert.Equal(["Get"], _client.Calls);
    }

    [Fact]
    [Trait("Checklist", "58")]
    public async Task Result_LoadsTheValueButNoNodes()
    {
        _client.Put(FakeClient.Snapshot(Id, "flow", Status.Completed, 3));

        var result = await GetResultAsync<int>(Id);
        Assert.Equal(["Get", "GetResult"], _client.Calls);
        Assert.Equal(TimeSpan.FromSeconds(3), result.Duration);
    }

    [Fact]
    [Trait("Checklist", "58")]
    public async Task ResultWithoutType_LoadsNoValue()
    {
        _client.Put(FakeClient.Snapshot(Id, "flow", Status.Completed, 3));
        await GetResultAsync(Id, wait: true);

        Assert.Equal(["Wait"], _client.Calls);
    }

    [Fact]
    [Trait("Checklist", "58")]
    public async Task Nodes_OutputsStreamsAndSublattices_LoadWhenAskedFor()
    {
        _client.Put(FakeClient.Snapshot("child", "sub", Status.Completed, 1));
        _client.Put(FakeClient.Snapshot(Id, "flow", Status.Completed, 2), Node(0, Status.Completed), Node(1, Status.Completed) with { ChildDispatchId = "child" });
        var result = await GetResultAsync(Id);
        _client.Calls.Clear();

        var nodes = await result.GetNodeResultsAsync();
        Assert.Equal(["GetNodes"], _client.Calls);
        Assert.Equal(42, await nodes[0].GetOutputAsync<int>());
        Assert.Equal("Stderr of 1", await (await result.GetNodeResultAsync(1)).GetStderrAsync());
        Assert.Equal("sub", (await nodes[1].GetSublatticeResultAsync())!.Name);
        Assert.Null(await nodes[0].GetSublatticeResultAsync());
        Assert.Equal(["GetNodes", "GetNodeOutput(0)", "GetNodes(1)", "Get"], _client.Calls);
        await Assert.ThrowsAsync<InvalidOperationException>(() => nodes[1].GetOutputAsync<int>());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => result.GetNodeResultAsync(2));
    }

    [Fact]
    public async Task Value_OfARunningDispatch_SaysToWait()
    {
        _client.Put(FakeClient.Snapshot(Id, "flow", Status.Running, 3));
        var result = await GetResultAsync<int>(Id);

        Assert.Contains("wait: true", Assert.Throws<InvalidOperationException>(() => result.Value).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Value_OfAFailedDispatch_ThrowsWithTheRemoteStacks()
    {
        var remote = await Thrown();
        _client.Put(
            FakeClient.Snapshot(Id, "flow", Status.Failed, 20_001) with { FailedCount = 1 },
            Node(0, Status.Completed), Node(20_000, Status.Failed) with { Name = "Train", Failure = FailureInfo.FromUserCode(remote) });

        var result = await GetResultAsync<int>(Id);
        var error = Assert.Throws<WorkflowFailedException>(() => result.Value);

        Assert.Equal(["Get", "GetNodes(10000)", "GetNodes(10000)", "GetNodes(1)"], _client.Calls);
        Assert.Equal("Dispatch '0199-dispatch' ('flow') failed: node 20000 'Train' failed with System.InvalidOperationException: outer", error.Message);
        Assert.Contains(nameof(Thrown), error.ToString(), StringComparison.Ordinal);
        Assert.Contains("System.TimeZoneNotFoundException: inner", error.ToString(), StringComparison.Ordinal);
        var cause = Assert.IsType<ElectronFailedException>(error.InnerException);
        Assert.Equal((20_000, "Train", "System.InvalidOperationException"), (cause.NodeId, cause.NodeName, cause.Failure.Type));
        Assert.Contains(nameof(Thrown), cause.StackTrace, StringComparison.Ordinal);
        Assert.Equal("System.TimeZoneNotFoundException", cause.Failure.Inner!.Type);
    }

    [Fact]
    public async Task Failure_WithinASublattice_NamesTheNodeThatFailed()
    {
        _client.Put(FakeClient.Snapshot("child", "sub", Status.Failed, 1) with { FailedCount = 1 }, Node(0, Status.Failed) with { Name = "Leaf", Failure = FailureInfo.FromUserCode(await Thrown()) });
        _client.Put(
            FakeClient.Snapshot(Id, "flow", Status.Failed, 1) with { FailedCount = 1 },
            Node(0, Status.Failed) with { Name = "Sub", ChildDispatchId = "child", Failure = new FailureInfo(FailureKind.Sublattice, "sublattice", "its dispatch failed") });

        var error = Assert.Throws<WorkflowFailedException>((await GetResultAsync<int>(Id)).ThrowUnlessCompleted);

        Assert.Contains("node 0 'Leaf' failed with System.InvalidOperationException: outer", error.Message, StringComparison.Ordinal);
        Assert.Equal(["Sub", "Leaf"], error.FailedNodes.Select(n => n.Name));
    }

    [Fact]
    public async Task Value_OfACancelledDispatch_SaysSo()
    {
        _client.Put(FakeClient.Snapshot(Id, "flow", Status.Cancelled, 1));
        var error = Assert.Throws<WorkflowFailedException>(() => GetResultAsync<int>(Id).GetAwaiter().GetResult().Value);

        Assert.Equal(Status.Cancelled, error.Status);
        Assert.Contains("was cancelled", error.Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Fact]
    [Trait("Checklist", "19")]
    public async Task UnknownDispatch_IsNotFound() => await Assert.ThrowsAsync<DispatchNotFoundException>(() => GetResultAsync<int>("nowhere"));

    private static NodeSnapshot Node(int id, Status status) => new() { NodeId = id, Name = $"n{id}", Kind = NodeKind.Task, Status = status };

    private static async Task<Exception> Thrown()
    {
        try
        {
            await Task.Yield();
            try
            {
                throw new TimeZoneNotFoundException("inner");
            }
            catch (TimeZoneNotFoundException e)
            {
                throw new InvalidOperationException("outer", e);
            }
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }
}
