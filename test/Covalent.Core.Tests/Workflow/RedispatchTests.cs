using Covalent.Core.Recording;
using static Covalent.Workflow;

namespace Covalent.Core.Tests.Workflow;

/// <summary>New dispatches derived from earlier ones, on the client's side.</summary>
public sealed class RedispatchTests : IDisposable
{
    private readonly FakeClient _client = new();
    private readonly IDisposable _choice;

    public RedispatchTests() => _choice = ClientProvider.Use(_client);

    public void Dispose() => _choice.Dispose();

    [Fact]
    [Trait("Checklist", "54")]
    public async Task ReplacedMethod_IsCalledInstead()
    {
        var old = await DispatchAsync(Old.Flow, 3, 4);

        Assert.Equal(-2, await ValueOf(RedispatchAsync(old).Replace(Tasks.Add, Old.Subtract)));
        Assert.Equal(16, await ValueOf(RedispatchAsync(old).Replace(Tasks.Add, (int a, int b) => a * b)));
        Assert.Equal(["a", "b", "Inc", "Subtract"], Build.Names(_client.Redispatches[0].Graph!));
        Assert.NotEqual(_client.Request(old).Graph.TemplateOf(3).Function!.CodeHash, _client.Redispatches[0].Graph!.TemplateOf(3).Function!.CodeHash);
    }

    [Fact]
    public async Task ReplacedSublattice_AndAsyncTwin_AreCalledInstead()
    {
        var old = await DispatchAsync(Old.WithSublattice, 3);

        Assert.Equal(30, await ValueOf(RedispatchAsync(old).Replace(Old.Sub, Old.OtherSub).Replace(Tasks.Inc, Old.IncLater)));
    }

    [Fact]
    [Trait("Checklist", "54")]
    public async Task NewInputs_ReplaceTheOldOnes()
    {
        var old = await DispatchAsync(Old.Flow, 3, 4);

        Assert.Equal(31, await ValueOf(RedispatchAsync(old).WithInputs(10, 20)));
        Assert.Equal(14, await ValueOf(RedispatchAsync(old).WithInput("a", 9)));
        Assert.Equal(90, await ValueOf(RedispatchAsync(old).WithInput("b", 9L).WithInput("a", 9).Replace(Tasks.Add, (int a, int b) => a * b)));
    }

    [Fact]
    public async Task Graph_OfAnEarlierBuild_IsDispatchedAsOneOfThisBuild()
    {
        var graph = _client.Request(await DispatchAsync(Old.Flow, 3, 4)).Graph;
        var earlier = new TransportGraph(graph.ToParts() with
        {
            Templates = [.. graph.Templates.Select(template => template.Function is { } function ? template with { Function = function with { ModuleVersion = Guid.NewGuid() } } : template)],
        });
        Assert.Equal(graph.Templates.Select(template => template.Function), ThisBuild.Of(earlier).Templates.Select(template => template.Function));
        Assert.Same(graph, ThisBuild.Of(graph));
    }

    [Fact]
    [Trait("Checklist", "57")]
    public async Task WithoutChanges_TheOldGraphIsTakenAsItIs()
    {
        var old = await DispatchAsync(Old.Flow, 3, 4);

        Assert.Equal(8, await ValueOf(RedispatchAsync(old).ReusePreviousResults()));
        var request = Assert.Single(_client.Redispatches);
        Assert.True(request.ReusePreviousResults);
        Assert.Null(request.Graph);
        Assert.Null(request.BundleId);
    }

    [Fact]
    [Trait("Checklist", "57")]
    public async Task NewPlainParameter_RunsTheLatticeFunctionAgain_WithTheOtherInputsAndOptions()
    {
        var old = await DispatchAsync(() => Old.Parts(7, parts: 2, "sum"), new DispatchOptions { Executor = "ssh", Name = "mine" });

        Assert.Equal("sum:35", await ValueOf<string>(RedispatchAsync(old).WithInput("parts", 5)));
        var graph = _client.Redispatches[0].Graph!;
        Assert.Equal(7, graph.NodeCount);
        Assert.Equal("ssh", graph.TemplateOf(1).Options.Executor!.ShortName);
        Assert.Equal(("mine", 3), (_client.Redispatches[0].Lattice!.Name, _client.Redispatches[0].Lattice!.Inputs.Count));
        Assert.Equal("sum:16", await ValueOf<string>(RedispatchAsync(old).WithInputs(8, 2, "sum")));
    }

    public static TheoryData<string> WrongNames => [.. Wrong.Keys];

    private static readonly Dictionary<string, (Func<string, Task> Use, string Message)> Wrong = new()
    {
        ["other parameters"] = (async id => await RedispatchAsync(id).Replace(Tasks.Add, Tasks.Inc), "parameters and result must be the same"),
        ["other result"] = (async id => await RedispatchAsync(id).Replace(Tasks.Inc, (int x) => 1.0 * x), "cannot replace 'Int32 Tasks.Inc(Int32)'"),
        ["captures"] = (async id => { var two = id.Length; await RedispatchAsync(id).Replace(Tasks.Inc, (int x) => x + two); }, "captures variables or belongs to another object"),
        ["not called"] = (async id => await RedispatchAsync(id).Replace(Tasks.Half, (double x) => x), "It calls Tasks.Inc, Tasks.Add"),
        ["too few inputs"] = (async id => await RedispatchAsync(id).WithInputs(1), "has 2 inputs (a, b) and WithInputs was given 1"),
        ["unknown input"] = (async id => await RedispatchAsync(id).WithInput("c", 1), "has no input 'c'. Its inputs are a, b"),
        ["input of another type"] = (async id => await RedispatchAsync(id).WithInputs(1, "x"), "Input 'b' of lattice 'Flow' has type 'Int32' and cannot be a value of type 'String'"),
        ["input out of range"] = (async id => await RedispatchAsync(id).WithInputs(1, long.MaxValue), "has type 'Int32' and cannot be a value of type 'Int64'"),
        ["null input"] = (async id => await RedispatchAsync(id).WithInputs(1, null), "has type 'Int32' and cannot be null"),
        ["several methods"] = (async id => { Func<int, int> f = Tasks.Inc; f += Tasks.Inc; await RedispatchAsync(id).Replace(Tasks.Inc, f); }, "calls several methods"),
    };

    [Theory]
    [MemberData(nameof(WrongNames))]
    public async Task WrongChange_IsRefused_WithTheRemedy(string name)
    {
        var old = await DispatchAsync(Old.Flow, 3, 4);
        var error = await Assert.ThrowsAsync<WorkflowBuildException>(() => Wrong[name].Use(old));

        Assert.Contains(Wrong[name].Message, error.Message, StringComparison.Ordinal);
        Assert.Empty(_client.Redispatches);
    }

    [Fact]
    public async Task NewPlainParameter_OfACapturingLattice_IsRefused()
    {
        var captured = 3;
        Node<int> Flow(int x) => Electron(() => Tasks.Add(x, captured));
        Func<int, Node<int>> flow = Flow;
        var old = await DispatchAsync(() => flow(1));

        var error = await Assert.ThrowsAsync<WorkflowBuildException>(async () => await RedispatchAsync(old).WithInputs(2));
        Assert.Contains("cannot be run again to take new plain parameters", error.Message, StringComparison.Ordinal);
    }

    private static Task<int> ValueOf(Redispatch redispatch) => ValueOf<int>(redispatch);

    private static async Task<T> ValueOf<T>(Redispatch redispatch) => (await GetResultAsync<T>(await redispatch, wait: true)).Value;

    private static class Old
    {
        public static Node<int> Flow(Node<int> a, Node<int> b)
        {
            var c = Electron(() => Tasks.Inc(a));
            return Electron(() => Tasks.Add(c, b));
        }

        public static Node<int> WithSublattice(Node<int> a) => Electron(() => Sub(Electron(() => Tasks.Inc(a))));

        public static Node<int> Sub(Node<int> x) => x + 1;

        public static Node<int> OtherSub(Node<int> x) => x * 10;

        public static async Task<int> IncLater(int x)
        {
            await Task.Yield();
            return x;
        }

        public static int Subtract(int a, int b) => b - (a * 2) + 2;

        public static Node<string> Parts(Node<int> x, int parts, string word)
        {
            var all = Gather(Enumerable.Range(0, parts).Select(_ => Electron(() => Tasks.Same(x.Value))));
            return Electron(() => string.Concat(word, ":", all.Value.Sum().ToString()));
        }
    }
}
