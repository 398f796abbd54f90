using static Covalent.Executors.Tests.Leptons.LeptonRig;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>Calls before and after a task.</summary>
[Trait("Checklist", "60")]
public sealed class HookTests
{
    public static TheoryData<string> Modes => LeptonRig.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Value_OfOneHook_TakesTheArgumentsPlace(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var options = new ElectronOptions { CallBefore = [DepsCall.Of(() => PreparedTasks.Connect("main"), into: "connection")] };
        Assert.Equal("5 connected to main", await rig.ValueAsync(() => Electron(() => PreparedTasks.Use(5, "none"), null, options)));
    }

    [Fact]
    public async Task Values_OfSeveralHooksUnderOneName_AreAListInOrder()
    {
        await using var rig = await OpenAsync();
        var options = new ElectronOptions
        {
            CallBefore = [DepsCall.Of(() => PreparedTasks.Connect("a"), into: "connections"), DepsCall.Of(() => PreparedTasks.Connect("b"), into: "connections")],
        };
        Assert.Equal("connected to a, connected to b", await rig.ValueAsync(() => Electron(() => PreparedTasks.UseAll(Array.Empty<string>()), null, options)));
    }

    [Fact]
    public async Task Value_ReachesPythonAndShellByName()
    {
        await using var rig = await OpenAsync();
        var options = new ElectronOptions { CallBefore = [DepsCall.Of(() => PreparedTasks.Connect("main"), into: "connection")] };
        Assert.Equal("connected to main", await rig.ValueAsync(() => Python<string>(new PythonFunction("Leptons/deps_tasks.py", "connection_of") { Interpreter = Pythons.Plain, Options = options })));
        Assert.Equal("connected to main", await rig.ValueAsync(() => Shell<string>(new ShellTask("echo \"$connection\"") { Options = options })));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Hooks_RunBeforeAndAfter_InOrder(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var journal = Path.Combine(rig.ResultsFolder, "journal");
        var options = new ElectronOptions
        {
            Deps = [new DepsBash($"echo bash >> '{journal}'")],
            CallBefore = [DepsCall.Of(() => PreparedTasks.Note(journal, "before 1")), DepsCall.Of(() => PreparedTasks.Note(journal, "before 2"))],
            CallAfter = [DepsCall.Of(() => PreparedTasks.Note(journal, "after"))],
        };
        await rig.ValueAsync(() => Shell<string>(new ShellTask($"echo task >> '{journal}'") { Options = options }));
        Assert.Equal(["bash", "before 1", "before 2", "task", "after"], await File.ReadAllLinesAsync(journal));
    }

    [Fact]
    [Trait("Checklist", "61")]
    public async Task Hook_ThatFails_FailsTheTask()
    {
        await using var rig = await OpenAsync();
        var journal = Path.Combine(rig.ResultsFolder, "journal");
        foreach (var options in new[] { new ElectronOptions { CallBefore = [DepsCall.Of(() => PreparedTasks.Fail())] }, new ElectronOptions { CallAfter = [DepsCall.Of(() => PreparedTasks.Fail())] } })
        {
            Assert.Equal("the hook broke", (await rig.FailureAsync(() => Electron(() => PreparedTasks.Add(1, 1), null, options))).Message);
        }

        Assert.False(File.Exists(journal));
    }

    [Fact]
    public async Task Value_ForAParameterThatIsNotThere_IsRefusedByName()
    {
        await using var rig = await OpenAsync();
        var options = new ElectronOptions { CallBefore = [DepsCall.Of(() => PreparedTasks.Connect("x"), into: "nobody")] };
        Assert.Contains("gives a value to 'nobody'", (await rig.FailureAsync(() => Electron(() => PreparedTasks.Add(1, 1), null, options))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_ThatBelongsToFiles_IsRefused() =>
        Assert.Contains("'files'", Assert.Throws<WorkflowBuildException>(() => DepsCall.Of(() => PreparedTasks.Connect("x"), into: "files")).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Checklist", "10")]
    public void Values_OfHooks_AreNotInTheGraph()
    {
        var options = new ElectronOptions { CallBefore = [DepsCall.Of(() => PreparedTasks.Connect("main"), into: "connection")] };
        Func<Node<string>> lattice = () => Electron(() => PreparedTasks.Use(5, "none"), null, options);
        var graph = Core.Recording.LatticeCall.Record(lattice.Method, lattice.Target, [], null).Graph;
        Assert.Equal((1, 0), (graph.NodeCount, graph.EdgeCount));
    }
}
