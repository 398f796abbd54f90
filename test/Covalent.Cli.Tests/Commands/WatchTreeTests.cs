using Covalent.Cli.Commands.Dispatches;
using Spectre.Console;

namespace Covalent.Cli.Tests.Commands;

/// <summary>The live tree, drawn on paper.</summary>
public sealed class WatchTreeTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly WatchState _state = new(Dispatch("parent", 4), Nodes("train the model", "validate", "tune", "report"));

    [Fact]
    public void Task_ThatIsTriedAgain_ShowsItsAttempt()
    {
        Run(0);
        Run(0);
        Run(0);

        Assert.Contains("0 train the model RUNNING attempt 3", Draw(100), StringComparison.Ordinal);
    }

    [Fact]
    public void Task_ThatRanBeforeTheWatchBegan_IsNotCountedTwice()
    {
        var state = new WatchState(Dispatch("parent", 1), [new NodeSnapshot { NodeId = 0, Name = "train", Kind = NodeKind.Task, Status = Status.Running, Executor = "local", Attempts = 2 }]);

        state.Apply(new NodeStatusChanged("parent", 0, Status.Running));

        Assert.Contains("attempt 2", Draw(state, 100), StringComparison.Ordinal);
    }

    [Fact]
    public void Task_ThatFails_ShowsWhyOnOneLine()
    {
        _state.Apply(new NodeStatusChanged("parent", 1, Status.Failed));
        _state.Fail(1, "no\nluck \u001b[31m");

        Assert.Contains("✗ 1 validate FAILED no\\nluck \\x1B[31m", Draw(100), StringComparison.Ordinal);
    }

    [Fact]
    public void Sublattice_WhileItRuns_HasItsTasksBelowIt()
    {
        var child = new WatchState(Dispatch("child", 1), Nodes("inner work"));
        _state.Apply(new NodeStatusChanged("parent", 2, Status.Dispatching));
        _state.Add(2, child);
        child.Apply(new NodeStatusChanged("child", 0, Status.Running));
        child.Apply(new NodeProgressed("child", 0, 0.5, "half"));

        Assert.Matches(@"├── ● 2 tune DISPATCHING *\n│   └── ● 0 inner work RUNNING ━{12}─{12} 50 % half *\n", Draw(100));
        _state.Apply(new NodeStatusChanged("parent", 2, Status.Completed));
        Assert.DoesNotContain("inner work", Draw(100), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void Tree_OnATerminalOfAnyWidth_HasOneLineForEachThing(int width)
    {
        Run(0);
        _state.Apply(new NodeProgressed("parent", 0, 0.3, new string('m', 100)));
        _state.Apply(new NodeStatusChanged("parent", 1, Status.Failed));
        _state.Fail(1, new string('f', 300));

        var lines = Draw(width).TrimEnd('\n').Split('\n');

        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 1, width));
    }

    [Fact]
    public void Tree_OfManyTasks_GroupsThemByName()
    {
        var state = new WatchState(Dispatch("wide", 30), Nodes([.. Enumerable.Repeat("work", 30)]));
        state.Apply(new NodeStatusChanged("wide", 7, Status.Failed));

        var drawn = Draw(state, 60);

        Assert.Contains("work ×30", drawn, StringComparison.Ordinal);
        Assert.Contains("29 ○ 1 ✗", drawn, StringComparison.Ordinal);
        Assert.Contains("✗ 7 work FAILED", drawn, StringComparison.Ordinal);
        Assert.Equal(3, drawn.TrimEnd('\n').Split('\n').Length);
    }

    private void Run(int node) => _state.Apply(new NodeStatusChanged("parent", node, Status.Running));

    private string Draw(int width) => Draw(_state, width);

    private static string Draw(WatchState state, int width)
    {
        using var paper = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(paper) });
        console.Profile.Width = width;
        console.Write(new WatchTree(state, TimeProvider.System).Draw(width));
        return paper.ToString();
    }

    private static DispatchSnapshot Dispatch(string id, int nodes) =>
        new() { DispatchId = $"{id}-019a1b2c-0000-7000-8000-000000000000", RootDispatchId = id, Name = "a lattice with a name", Status = Status.Running, CreatedAt = Start, StartedAt = Start, EndedAt = Start.AddSeconds(3), NodeCount = nodes, CompletedCount = 0 };

    private static List<NodeSnapshot> Nodes(params string[] names) =>
        [.. names.Select(static (name, id) => new NodeSnapshot { NodeId = id, Name = name, Kind = NodeKind.Task, Status = Status.NewObject, Executor = "local" })];
}
