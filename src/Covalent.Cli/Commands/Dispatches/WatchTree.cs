using Covalent.Cli.Interaction;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary>A watched dispatch as a tree: each task while they are few, with what a sublattice became below it; else one line for all that share a name,
/// with what runs and what failed.</summary>
internal sealed class WatchTree(WatchState state, TimeProvider clock)
{
    private const int FewTasks = 24;
    private const int ShownOfGroup = 4;
    private const int BarWidth = 24;
    private const int GuideWidth = 4;
    private const int ShortId = 13;

    /// <summary>Whether a dispatch has so few tasks that each has a line.</summary>
    public static bool ShowsEach(IReadOnlyList<NodeSnapshot> nodes) => nodes.Count(static node => node.Kind != NodeKind.Parameter) <= FewTasks;

    /// <summary>The tree as it is now.</summary>
    /// <param name="width">Columns there are.</param>
    public IRenderable Draw(int width)
    {
        var moment = state.Read();
        var tree = new Tree(Head(moment.Dispatch, width)) { Guide = TreeGuide.Line };
        AddTasks(tree, state, moment, width - GuideWidth);
        return tree;
    }

    private static void AddTasks(IHasTreeNodes parent, WatchState state, WatchMoment moment, int width)
    {
        var tasks = state.Nodes.Where(static node => node.Kind != NodeKind.Parameter);
        if (!ShowsEach(state.Nodes))
        {
            foreach (var group in tasks.GroupBy(static task => task.Name))
            {
                AddGroup(parent, moment, group.Key, [.. group], width);
            }

            return;
        }

        foreach (var task in tasks)
        {
            var node = parent.AddNode(Line(moment, task, width));
            if (moment.Nodes[task.NodeId].Status != Status.Completed && moment.Children.TryGetValue(task.NodeId, out var child))
            {
                AddTasks(node, child, child.Read(), width - GuideWidth);
            }
        }
    }

    private Paragraph Head(DispatchSnapshot dispatch, int width)
    {
        var done = dispatch.NodeCount == 0 ? 1 : (double)dispatch.CompletedCount / dispatch.NodeCount;
        var status = $"{dispatch.Status.ToWord()} ";
        var end = $"{dispatch.CompletedCount}/{dispatch.NodeCount} {TimeText.Span(dispatch.StartedAt, dispatch.EndedAt, clock)}";
        var line = new FittedLine(width).Append($"{Printable.Line(dispatch.Name, 40)} ", "bold");
        var needed = status.Length + BarWidth + 1 + end.Length;
        var isWide = width >= Printable.Line(dispatch.Name, 40).Length + 1 + dispatch.DispatchId.Length + 1 + needed;
        return line
            .AppendIfRoom($"{(isWide || dispatch.DispatchId.Length <= ShortId ? dispatch.DispatchId : dispatch.DispatchId[..ShortId])} ", "grey", status.Length + end.Length)
            .Append(status, dispatch.Status.ToColour())
            .AppendIfRoom($"{Bar(done)} ", "green", end.Length)
            .Append(end)
            .Text;
    }

    private static Paragraph Line(WatchMoment moment, NodeSnapshot task, int width)
    {
        var now = moment.Nodes[task.NodeId];
        var line = new FittedLine(width)
            .Append($"{now.Status.ToGlyph()} ", now.Status.ToColour())
            .Append($"{task.NodeId} {Printable.Line(task.Name, 40)}")
            .Append($" {now.Status.ToWord()}", now.Status.ToColour())
            .Append(task.Executor is "" or "local" ? "" : $" on {Printable.Line(task.Executor, 20)}", "grey")
            .Append(now is { Attempt: > 1, Status: not Status.Completed } ? $" attempt {now.Attempt}" : "", "yellow");
        return now switch
        {
            { Status: Status.Running, Progress: { } progress } => line.AppendIfRoom($" {Bar(progress.Fraction)}", "default").Append($" {progress.Fraction:P0} {Printable.Line(progress.Message ?? "")}".TrimEnd()).Text,
            { Status: Status.Failed, Failure: { } failure } => line.Append($" {Printable.Line(failure)}", "red").Text,
            _ => line.Text,
        };
    }

    private static void AddGroup(IHasTreeNodes parent, WatchMoment moment, string name, List<NodeSnapshot> tasks, int width)
    {
        var done = tasks.Count(task => moment.Nodes[task.NodeId].Status == Status.Completed);
        var counts = tasks.GroupBy(task => moment.Nodes[task.NodeId].Status).OrderBy(static group => group.Key).ToList();
        var numbers = counts.Sum(static count => $" {count.Count()} {count.Key.ToGlyph()}".Length);
        var head = new FittedLine(width)
            .Append($"{Printable.Line(name, 40)} ×{tasks.Count}", "bold")
            .AppendIfRoom($" {Bar((double)done / tasks.Count)}", "green", numbers);
        foreach (var count in counts)
        {
            head.Append($" {count.Count()} {count.Key.ToGlyph()}", count.Key.ToColour());
        }

        var node = parent.AddNode(head.Text);
        var shown = tasks.Where(task => moment.Nodes[task.NodeId].Status is Status.Failed or Status.Running or Status.Dispatching);
        foreach (var task in shown.OrderByDescending(task => moment.Nodes[task.NodeId].Status).Take(ShownOfGroup))
        {
            node.AddNode(Line(moment, task, width - GuideWidth));
        }
    }

    private static string Bar(double fraction)
    {
        var filled = (int)(Math.Clamp(fraction, 0, 1) * BarWidth);
        return new string('━', filled) + new string('─', BarWidth - filled);
    }
}
