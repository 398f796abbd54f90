using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using static Covalent.Workflow;

namespace Covalent.Core.Tests.Workflow;

/// <summary>Which options win, and that they are captured when the graph is built.</summary>
public sealed class MetadataTests
{
    [Fact]
    [Trait("Checklist", "11")]
    public void Executor_OfTheCall_BeatsAttribute_BeatsLattice()
    {
        var graph = Build.Graph(Flow, new DispatchOptions { Executor = "dask" });

        Assert.Equal(["slurm", "ssh", "dask", "local"], Executors(graph));

        static Node<int> Flow()
        {
            Electron(() => Marked.OnSlurm(1));
            Electron(() => Marked.OnSlurm(1), "ssh");
            Electron(() => Marked.Plain(1));
            return Electron(() => Marked.Plain(1), options: new ElectronOptions { Executor = "local" });
        }
    }

    [Fact]
    [Trait("Checklist", "11")]
    public void Unset_StaysUnset_ForTheConfigurationToFill() =>
        Assert.Null(Assert.Single(Build.Graph(() => Electron(() => Marked.Plain(1))).Templates).Options.Executor);

    [Fact]
    [Trait("Checklist", "11")]
    public void LatticeAttribute_GivesDefaults_AndDispatchOptionsBeatIt()
    {
        var byAttribute = Build.Lattice(Marked.Flow);
        var byOptions = Build.Lattice(Marked.Flow, new DispatchOptions { Executor = "local", Name = "renamed", FailFast = false, Priority = 1 });

        Assert.Equal(["ssh", "dask"], Executors(byAttribute.Graph));
        Assert.Equal(["local", "dask"], Executors(byOptions.Graph));
        Assert.Equal(("flow", true, 7), (byAttribute.Info.Name, byAttribute.FailFast, byAttribute.Priority));
        Assert.Equal(("renamed", false, 1), (byOptions.Info.Name, byOptions.FailFast, byOptions.Priority));
        Assert.Equal(3, byAttribute.Graph.TemplateOf(0).Options.Retry!.Count);
    }

    [Fact]
    [Trait("Checklist", "12")]
    public void OneMethod_InTwoLattices_UsesEachOnesExecutor()
    {
        static Node<int> Flow() => Electron(() => Marked.Plain(1));

        Assert.Equal(["ssh"], Executors(Build.Graph(Flow, new DispatchOptions { Executor = "ssh" })));
        Assert.Equal(["dask"], Executors(Build.Graph(Flow, new DispatchOptions { Executor = "dask" })));
        Assert.Equal(new string?[] { null }, Executors(Build.Graph(Flow)));
    }

    [Fact]
    [Trait("Checklist", "13")]
    public void ExecutorObject_ChangedLater_IsCapturedAsItWas()
    {
        var executor = new NamedExecutor { Retries = 1 };
        var graph = Build.Graph(() =>
        {
            Electron(() => Marked.Plain(1), executor);
            executor.Retries = 2;
            var last = Electron(() => Marked.Plain(1), executor);
            executor.Retries = 3;
            return last;
        });

        Assert.Equal([1, 2], graph.Templates.Select(t => (int)t.Options.Executor!.Attributes!["retries"]!));
    }

    [Fact]
    public void Options_OfTheAttribute_AllArrive()
    {
        var options = Assert.Single(Build.Graph(() => Electron(() => Marked.WithEverything(1))).Templates).Options;

        Assert.Equal("slurm", options.Executor!.ShortName);
        Assert.Equal((4, TimeSpan.FromSeconds(0.5)), (options.Retry!.Count, options.Retry.Delay));
        Assert.Equal(TimeSpan.FromSeconds(90), options.TimeLimit);
        Assert.Equal(("work", true, 5, true, "v2"), (options.WorkDir, options.CreateUniqueWorkDir, options.Priority, options.Cache, options.Version));
        Assert.Equal("everything", Build.Names(Build.Graph(() => Electron(() => Marked.WithEverything(1))))[0]);
    }

    [Fact]
    public void Name_AndVersion_AreNotInherited()
    {
        var options = new DispatchOptions { Electrons = new ElectronOptions { Name = "n", Version = "v", WorkDir = "w" } };
        var template = Assert.Single(Build.Graph(() => Electron(() => Marked.Plain(1)), options).Templates);

        Assert.Equal(("Plain", null, "w"), (template.Name, template.Options.Version, template.Options.WorkDir));
    }

    [Fact]
    public void EqualOptions_MadeAnewEachTime_ShareOneTemplate()
    {
        var graph = Build.Graph(() =>
        {
            Node<int> last = 0;
            for (var i = 0; i < 5; i++)
            {
                last = Electron(() => Marked.Plain(1), "ssh", new ElectronOptions { Retry = new RetryPolicy(2) });
            }

            return last;
        });

        Assert.Single(graph.Templates);
    }

    [Fact]
    [Trait("Checklist", "33")]
    public void GlueAndSublattices_RunOnTheWorkflowExecutor()
    {
        var graph = Build.Graph(
            () =>
            {
                var a = Electron(() => Marked.Plain(1));
                var b = a + 1;
                var c = Electron(() => Lattices.SumTo(b, 2));
                return Gather(c.Select(x => x * 2), Electron(() => Lattices.SumTo(b, 2), "dask"));
            },
            new DispatchOptions { Executor = "slurm", WorkflowExecutor = "local" });

        Assert.Equal(["slurm", "local", "local", "local", "dask", "local"], Executors(graph));
        Assert.Equal(["Plain", "+", "SumTo", "Select", "SumTo", "gather"], Build.Names(graph));
    }

    [Fact]
    public async Task Sublattice_InheritsTheLatticesDefaults()
    {
        var graph = Build.RoundTrip(Build.Graph(
            () => Electron(() => Marked.Sub(1)), new DispatchOptions { Executor = "slurm", WorkflowExecutor = "local", Electrons = new ElectronOptions { Priority = 3 } }));
        var result = await TaskInvoker.For(graph.TemplateOf(0)).InvokeAsync(graph.SlotsOf(0), graph.SharedConstants, new InMemoryRunner(graph), default);

        Assert.Equal("local", graph.TemplateOf(0).Options.Executor!.ShortName);
        Assert.Equal(["x", "Plain", "+"], Build.Names(result.Child!));
        Assert.Equal([null, "slurm", "local"], Executors(result.Child!));
        Assert.Equal(3, result.Child!.TemplateOf(1).Options.Priority);
        Assert.Equal(9, result.Child.TemplateOf(1).Options.Retry!.Count);
    }

    private static string?[] Executors(TransportGraph graph) =>
        [.. Enumerable.Range(0, graph.NodeCount).Select(node => graph.TemplateOf(node).Options.Executor?.ShortName)];

    private sealed class NamedExecutor : Executor
    {
        public override string ShortName => "named";

        internal override IExecutorDriver CreateDriver(ExecutorHost host) => throw new InvalidOperationException("Only its description is looked at.");
    }

    private static class Marked
    {
        public static int Plain(int x) => x;

        [Electron(Executor = "slurm")]
        public static int OnSlurm(int x) => x;

        [Electron(
            Name = "everything", Executor = "slurm", Retries = 4, RetryDelay = 0.5, TimeLimit = 90, WorkDir = "work", CreateUniqueWorkDir = true, Priority = 5,
            Cache = true, Version = "v2")]
        public static int WithEverything(int x) => x;

        [Lattice(Name = "flow", Executor = "ssh", WorkflowExecutor = "dask", Retries = 3, FailFast = true, Priority = 7)]
        public static Node<int> Flow()
        {
            var a = Electron(() => Plain(1));
            return a + 1;
        }

        [Lattice(Retries = 9)]
        public static Node<int> Sub(Node<int> x)
        {
            var a = Electron(() => Plain(x));
            return a + 1;
        }
    }
}
