using static Covalent.Workflow;

namespace Covalent.Core.Tests.Workflow;

/// <summary>From a lattice function to the dispatcher and back.</summary>
public sealed class DispatchTests : IDisposable
{
    private readonly FakeClient _client = new();
    private readonly IDisposable _choice;

    public DispatchTests() => _choice = ClientProvider.Use(_client);

    public void Dispose() => _choice.Dispose();

    [Fact]
    public async Task LocalFunction_WithCaptures_IsDispatched()
    {
        var offset = 10;
        Node<int> Flow(Node<int> a, Node<int> b)
        {
            var sum = Electron(() => Tasks.Add(a, b));
            return sum + offset;
        }

        var id = await DispatchAsync(Flow, 1, 2);
        var result = await GetResultAsync<int>(id, wait: true);

        Assert.Equal(13, result.Value);
        Assert.Equal(7, Guid.Parse(id).Version);
        Assert.Equal("Flow", result.Name);
        Assert.Null(_client.Request(id).Lattice.Function);
        Assert.Equal(["a", "b"], _client.Request(id).Lattice.Inputs.Select(i => i.Name));
    }

    [Fact]
    public async Task Call_WithDefaultNamedAndPlainArguments_IsDispatched()
    {
        var three = 3;
        var result = await RunAsync(() => Flows.Plan(1.5, parts: three));

        Assert.Equal("1.5,1.5,1.5|auto", result.Value);
        var lattice = _client.Request(result.DispatchId).Lattice;
        Assert.Equal(["x", "parts", "mode"], lattice.Inputs.Select(i => i.Name));
        Assert.Equal([0, null, null], lattice.Inputs.Select(i => i.Node));
        Assert.Equal(3, lattice.Inputs[1].Value!.Decode<int>());
        Assert.Equal("Flows.Plan", lattice.Function!.ToString());
        Assert.Equal("Plans the parts.", lattice.Description);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Overloads_TakeUpToEightInputs(int inputs)
    {
        var result = await (inputs switch
        {
            0 => RunAsync(Flows.Of0),
            1 => RunAsync(Flows.Of1, 1),
            2 => RunAsync(Flows.Of2, 1, 1),
            3 => RunAsync(Flows.Of3, 1, 1, 1),
            4 => RunAsync(Flows.Of4, 1, 1, 1, 1),
            5 => RunAsync(Flows.Of5, 1, 1, 1, 1, 1),
            6 => RunAsync(Flows.Of6, 1, 1, 1, 1, 1, 1),
            7 => RunAsync(Flows.Of7, 1, 1, 1, 1, 1, 1, 1),
            _ => RunAsync(Flows.Of8, 1, 1, 1, 1, 1, 1, 1, 1),
        });

        Assert.Equal(inputs, result.Value);
    }

    [Fact]
    public async Task SingleElectron_IsALatticeOfItsOwn()
    {
        var three = 3;
        var result = await RunAsync(() => Electron(() => Tasks.Add(three, 4), "ssh", new ElectronOptions { Name = "sum" }));

        Assert.Equal(7, result.Value);
        var request = _client.Request(result.DispatchId);
        Assert.Equal(("Add", 1, "ssh", "sum"), (request.Lattice.Name, request.Graph.NodeCount, request.Graph.TemplateOf(0).Options.Executor!.ShortName, request.Graph.TemplateOf(0).Name));
        Assert.Null(request.Lattice.Function);
        Assert.Equal("mine", _client.Request(await DispatchAsync(() => Electron(() => Tasks.Inc(1)), new DispatchOptions { Name = "mine" })).Lattice.Name);
    }

    [Fact]
    public async Task Results_OfEveryShape_HaveTheirOwnType()
    {
        (int, string) pair = (await RunAsync(Flows.Pair, 1)).Value;
        (int, int, string) triple = (await RunAsync(Flows.Triple)).Value;
        int[] array = (await RunAsync(Flows.Array, 1, 2)).Value;
        List<int> list = (await RunAsync(() => Flows.List(3))).Value;
        Dictionary<string, int> map = (await RunAsync(Flows.Map)).Value;
        (int, string) gathered = (await RunAsync(Flows.Gathered, 4)).Value;

        Assert.Equal((2, "Int32:1"), pair);
        Assert.Equal((1, 2, "x"), triple);
        Assert.Equal([2, 3], array);
        Assert.Equal([1, 2, 3], list);
        Assert.Equal(1, map["a"]);
        Assert.Equal((5, "x"), gathered);
    }

    [Fact]
    public async Task LatticeWithoutResult_HasAResultWithoutValue()
    {
        var id = await DispatchAsync(Flows.Silent, 1);
        var result = await GetResultAsync(id, wait: true);

        Assert.Equal(Status.Completed, result.Status);
        Assert.Throws<PayloadException>(() => GetResultAsync<int>(id).GetAwaiter().GetResult().Value);
    }

    [Fact]
    [Trait("Checklist", "16")]
    public async Task WrongLattice_RegistersNothing()
    {
        Node<int> Fails(Node<int> a) => throw new DivideByZeroException();

        await Assert.ThrowsAsync<DivideByZeroException>(() => DispatchAsync(Fails, 1));
        await Assert.ThrowsAsync<WorkflowBuildException>(() => DispatchAsync(() => 5));
        Assert.Empty(_client.Calls);
    }

    [Fact]
    [Trait("Checklist", "17")]
    public async Task WithoutADispatcher_TheMessageSaysHowToGetOne()
    {
        _choice.Dispose();
        var error = await Assert.ThrowsAsync<CovalentException>(() => DispatchAsync(Flows.Of0));

        Assert.Contains("Reference the package 'Covalent'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispatch_WithinALattice_IsRefused()
    {
        Node<int> Outer() => RunAsync(Flows.Of0).GetAwaiter().GetResult().Value;
        Node<int> OuterCall() => RunAsync(() => Flows.Of1(1)).GetAwaiter().GetResult().Value;

        Assert.Contains("use it as a sublattice", (await Assert.ThrowsAsync<WorkflowBuildException>(() => RunAsync(Outer))).Message, StringComparison.Ordinal);
        Assert.Contains("use it as a sublattice", (await Assert.ThrowsAsync<WorkflowBuildException>(() => RunAsync(OuterCall))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_ReachTheRequest()
    {
        var id = await DispatchAsync(Flows.Of0, new DispatchOptions { FailFast = true, Priority = 4, Name = "mine", Executor = "ssh" });
        var request = _client.Request(id);

        Assert.Equal((true, 4, "mine"), (request.FailFast, request.Priority, request.Lattice.Name));
        Assert.Contains("ssh", request.Lattice.Defaults, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelAndResume_AreHandedOn()
    {
        await CancelAsync("x");
        await CancelAsync("x", [1, 2]);
        Assert.Equal(["y"], await ResumeAsync("y"));
        Assert.Equal(["Cancel()", "Cancel(1,2)", "Resume(y)"], _client.Calls);
    }
}

internal static class Flows
{
    [System.ComponentModel.Description("Plans the parts.")]
    public static Node<string> Plan(Node<double> x, int parts = 2, string mode = "auto")
    {
        var all = Enumerable.Range(0, parts).Select(_ => Electron(() => Tasks.Text(x))).ToList();
        return Electron(() => string.Concat(string.Join(",", Gather(all).Value), "|", mode));
    }

    public static Node<int> Of0() => Electron(() => Tasks.Zero());

    public static Node<int> Of1(Node<int> a) => a;

    public static Node<int> Of2(Node<int> a, Node<int> b) => a + b;

    public static Node<int> Of3(Node<int> a, Node<int> b, Node<int> c) => a + b + c;

    public static Node<int> Of4(Node<int> a, Node<int> b, Node<int> c, Node<int> d) => a + b + c + d;

    public static Node<int> Of5(Node<int> a, Node<int> b, Node<int> c, Node<int> d, Node<int> e) => a + b + c + d + e;

    public static Node<int> Of6(Node<int> a, Node<int> b, Node<int> c, Node<int> d, Node<int> e, Node<int> f) => a + b + c + d + e + f;

    public static Node<int> Of7(Node<int> a, Node<int> b, Node<int> c, Node<int> d, Node<int> e, Node<int> f, Node<int> g) => a + b + c + d + e + f + g;

    public static Node<int> Of8(Node<int> a, Node<int> b, Node<int> c, Node<int> d, Node<int> e, Node<int> f, Node<int> g, Node<int> h) =>
        a + b + c + d + e + f + g + h;

    public static (Node<int>, Node<string>) Pair(Node<int> a) => (Electron(() => Tasks.Inc(a)), Electron(() => Tasks.Describe(a.Value)));

    public static (Node<int>, Node<int>, Node<string>) Triple() => (1, 2, "x");

    public static Node<int>[] Array(Node<int> a, Node<int> b) => [Electron(() => Tasks.Inc(a)), Electron(() => Tasks.Inc(b))];

    public static List<Node<int>> List(int count) => [.. Enumerable.Range(0, count).Select(i => Electron(() => Tasks.Inc(i)))];

    public static Dictionary<string, Node<int>> Map() => new() { ["a"] = Electron(() => Tasks.Inc(0)) };

    public static Node<(int, string)> Gathered(Node<int> a) => Gather(Electron(() => Tasks.Inc(a)), (Node<string>)"x");

    public static Node Silent(Node<int> a) => Electron(() => Tasks.Nothing(a));
}
