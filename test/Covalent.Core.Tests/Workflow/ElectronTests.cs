using static Covalent.Workflow;

namespace Covalent.Core.Tests.Workflow;

/// <summary>What may be called, and how its arguments may be written.</summary>
public sealed class ElectronTests
{
    [Fact]
    [Trait("Checklist", "1")]
    public void Method_CalledOutsideALattice_RunsAsPlainCSharp() => Assert.Equal(3, Tasks.Inc(2));

    [Fact]
    [Trait("Checklist", "2")]
    public async Task Chain_OfTwoElectronsAndTwoConstants_HasTwoNodes()
    {
        var graph = Build.Graph(() =>
        {
            var a = Electron(() => Tasks.Inc(1));
            return Electron(() => Tasks.Add(a, 5));
        });

        // Constants are contents of slots, and the result is a node's value: neither is a node here.
        Assert.Equal(["Inc", "Add"], Build.Names(graph));
        Assert.Equal([0], graph.ParentsOf(1).ToArray());
        Assert.Equal(7, await InMemoryRunner.ValueOf<int>(graph));
    }

    [Fact]
    [Trait("Checklist", "3")]
    public async Task Arguments_NamedOptionalAndPositional_GiveTheSame()
    {
        var values = await Build.Value(() =>
        {
            var a = Electron(() => Tasks.Inc(0));
            return Gather([
                Electron(() => Tasks.Weigh(a, 10, 7)),
                Electron(() => Tasks.Weigh(a, b: 10, 7)),
                Electron(() => Tasks.Weigh(a, b: 10, c: 7)),
            ]);
        });

        Assert.Equal([42, 42, 42], values);
    }

    [Fact]
    [Trait("Checklist", "4")]
    public async Task Params_TakeNodesAndConstants()
    {
        var value = await Build.Value(() =>
        {
            var a = Electron(() => Tasks.Inc(0));
            return Electron(() => Tasks.TotalOf(a, 2, a, 3));
        });

        Assert.Equal(7, value);
    }

    [Fact]
    [Trait("Checklist", "5")]
    public void SameNode_PassedTwice_KeepsBothEdges()
    {
        var graph = Build.Graph(() =>
        {
            var a = Electron(() => Tasks.Inc(1));
            return Electron(() => Tasks.Add(a, a));
        });

        Assert.Equal([0, 0], graph.ParentsOf(1).ToArray());
        Assert.Equal([1, 1], graph.ChildrenOf(0).ToArray());
    }

    [Fact]
    public async Task InstanceMethod_OfAValue_Travels() => Assert.Equal(9, await Build.Value(() =>
    {
        var counter = new Counter(3);
        var end = Electron(() => Tasks.Inc(11));
        return Electron(() => counter.CountTo(end));
    }));

    [Fact]
    public async Task InstanceMethod_OfANode_RunsOnItsValue() => Assert.Equal(4, await Build.Value(() =>
    {
        var counter = Electron(() => Tasks.Same(new Counter(3)));
        return Electron(() => counter.Value.CountToAsync(7));
    }));

    [Fact]
    public async Task DelegateVariable_WithCaptures_TakesThemAlong() => Assert.Equal(26, await Build.Value(() =>
    {
        var factor = 3;
        var offset = 5;
        var connection = new HttpClient(); // shares the closure with what travels, and must not disturb
        Func<int, int> scale = x => (x * factor) + offset;
        var a = Electron(() => scale(2));
        connection.Dispose();
        return Electron(() => Tasks.Add(a, Tasks.Inc(14)));
    }));

    [Fact]
    public async Task DelegateVariable_OfALocalFunctionOrAsyncLambda_Travels() => Assert.Equal(14, await Build.Value(() =>
    {
        var ten = 10;
        int AddTen(int x) => x + ten;
        Func<int, int> local = AddTen;
        Func<int, Task<int>> later = async x =>
        {
            await Task.Yield();
            return x + (ten / 5);
        };
        var a = Electron(() => local(2));
        return Electron(() => later(a));
    }));

    [Fact]
    public void DelegateVariable_IsShownByItsName()
    {
        Func<int, int> doubled = x => 2 * x;
        Assert.Equal(["doubled"], Build.Names(Build.Graph(() => Electron(() => doubled(4)))));
    }

    [Fact]
    public async Task GenericMethod_GivenANode_IsClosedOverTheValue() => Assert.Equal("Int32:5", await Build.Value(() =>
    {
        var a = Electron(() => Tasks.Inc(4));
        return Electron(() => Tasks.Describe(a.Value));
    }));

    [Fact]
    public async Task GenericMethod_InferredAsANode_IsNoSublattice()
    {
        var graph = Build.Graph(() =>
        {
            var a = Electron(() => Tasks.Inc(4));
            return Electron(() => Tasks.Same(a));
        });

        Assert.Equal(NodeKind.Task, graph.KindOf(1));
        Assert.Equal("System.Int32", graph.TemplateOf(1).ResultType);
        Assert.Equal(5, await InMemoryRunner.ValueOf<int>(graph));
    }

    [Fact]
    public async Task AsyncMethods_OfEveryKind_AreAwaited() => Assert.Equal((int[])[2, 3, 4], await Build.Value(() =>
    {
        var a = Electron(() => Tasks.IncAsync(1));
        var b = Electron(() => Tasks.IncValueTask(a));
        var c = Electron(() => Tasks.IncSlowValueTask(b));
        return Gather([a, b, c]);
    }));

    [Fact]
    public async Task MethodsWithoutResult_OfEveryKind_RunAndHoldNoValue()
    {
        var graph = Build.Graph(() =>
        {
            Electron(() => Tasks.Nothing(1));
            Electron(() => Tasks.NothingAsync(1));
            return Electron(() => Tasks.NothingValueTask(1));
        });

        Assert.All(graph.Templates, template => Assert.Equal("", template.ResultType));
        Assert.Same(GraphOutput.None, graph.Output);
        Assert.Null(await new InMemoryRunner(graph).RunAsync());
    }

    [Fact]
    public async Task CancellationToken_OfTheTask_IsInjected()
    {
        using var stop = new CancellationTokenSource();
        var graph = Build.Graph(() => Electron(() => Tasks.SawToken(1)));
        Assert.True((bool)(await new InMemoryRunner(graph) { CancellationToken = stop.Token }.RunAsync())!);
    }

    [Fact]
    public async Task InParameter_TakesAValue() => Assert.Equal(3, await Build.Value(() => Electron(() => Tasks.In(2))));

    [Fact]
    public async Task UserException_ComesOutAsItWasThrown()
    {
        var sync = Build.Graph(() => Electron(() => Tasks.Fail(3)));
        var later = Build.Graph(() => Electron(() => Tasks.FailAsync(3)));

        foreach (var graph in new[] { sync, later })
        {
            var error = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => new InMemoryRunner(graph).RunAsync());
            Assert.Equal("no zone 3", error.Message);
            Assert.Contains(nameof(Tasks.Fail), error.StackTrace, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Values_AreTakenWhenTheElectronIsRecorded()
    {
        var evaluations = 0;
        int Next() => ++evaluations;
        Func<int> next = Next;
        var graph = Build.Graph(() =>
        {
            var a = Electron(() => Tasks.Inc(next()));
            return Electron(() => Tasks.Add(a, next()));
        });

        Assert.Equal(2, evaluations);
        Assert.Equal(2, graph.NodeCount);
    }

    [Fact]
    public async Task MutableConstant_ChangedBetweenElectrons_IsSeenAsItWasEachTime() => Assert.Equal((double[])[3000.0, 6000.0], await Build.Value(() =>
    {
        var data = Enumerable.Repeat(1.0, 3000).ToArray();
        var a = Electron(() => Tasks.Sum(data));
        Array.Fill(data, 2.0);
        return Gather([a, Electron(() => Tasks.Sum(data))]);
    }));

    [Fact]
    public void LargeConstants_OfManyNodes_AreHeldOnce()
    {
        var data = Enumerable.Range(0, 3000).Select(i => (double)i).ToArray();
        var text = new string('x', 5000);
        var graph = Build.Graph(() =>
        {
            var last = Electron(() => Tasks.Sum(data));
            for (var i = 0; i < 100; i++)
            {
                last = Electron(() => Tasks.Sum(data));
                Electron(() => Tasks.Join(text, "y"));
            }

            return last;
        });

        Assert.Equal(2, graph.SharedConstants.Count);
        Assert.True(graph.SlotsOf(0).Length < 10);
    }

    [Fact]
    public void EqualCalls_ShareOneTemplate()
    {
        var graph = Build.Graph(() =>
        {
            var last = Electron(() => Tasks.Inc(0));
            for (var i = 0; i < 50; i++)
            {
                var previous = last;
                last = Electron(() => Tasks.Add(previous, i));
            }

            return last;
        });

        Assert.Equal(2, graph.Templates.Count);
        Assert.Equal(51, graph.NodeCount);
    }

    [Fact]
    [Trait("Checklist", "16")]
    public void Exception_InTheLatticeFunction_ComesOutAsItIs()
    {
        Node<int> Broken() => throw new DivideByZeroException();
        Assert.Throws<DivideByZeroException>(() => Build.Graph(Broken));
    }
}
