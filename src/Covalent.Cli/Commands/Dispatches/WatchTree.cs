using Covalent.Cli.Interaction;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary>A watched dispatch as a tree: each task while they are few, else one line for all that share a name, with what runs and what failed.</summary>
internal sealed class WatchTree(WatchState state, TimeProvider clock)
{
    private const int FewTasks = 24;
    private const int ShownOfGroup = 4;
    private const int BarWidth = 24;
    private readonly List<NodeSnapshot> _tasks = [.. state.Nodes.Where(static node => node.Kind != NodeKind.Parameter)];

    public IRenderable Draw()
    {
        var moment = state.Read();
        var tree = new Tree(Head(moment.Dispatch)) { Guide = TreeGuide.Line };
        if (_tasks.Count <= FewTasks)
        {
            foreach (var task in _tasks)
            {
                tree.AddNode(Line(moment, task));
            }
        }
        else
        {
            foreach (var group in _tasks.GroupBy(static task => task.Name))
            {
                AddGroup(tree, moment, group.Key, [.. group]);
            }
        }

        return tree;
    }

    private Paragraph Head(DispatchSnapshot dispatch)
    {
        var done = dispatch.NodeCount == 0 ? 1 : (double)dispatch.CompletedCount / dispatch.NodeCount;
        return new Paragraph()
            .Append($"{Printable.Line(dispatch.Name, 40)} ", new Style(decoration: Decoration.Bold))
            .Append($"{dispatch.DispatchId} ", Style.Parse("grey"))
            .Append($"{dispatch.Status.ToWord()} ", Style.Parse(dispatch.Status.ToColour()))
            .Append(Bar(done), Style.Parse("green"))
            .Append($" {dispatch.CompletedCount}/{dispatch.NodeCount} {TimeText.Span(dispatch.StartedAt, dispatch.EndedAt, clock)}");
    }

    private static Paragraph Line(WatchMoment moment, NodeSnapshot task)
    {
        var status = moment.Statuses[task.NodeId];
        var line = new Paragraph()
            .Append($"{status.ToGlyph()} ", Style.Parse(status.ToColour()))
            .Append($"{task.NodeId} {Printable.Line(task.Name, 40)}")
            .Append($" {status.ToWord()}", Style.Parse(status.ToColour()))
            .Append(task.Executor is "" or "local" ? "" : $" on {Printable.Line(task.Executor, 20)}", Style.Parse("grey"));
        return status == Status.Running && moment.Progress.TryGetValue(task.NodeId, out var progress)
            ? line.Append($" {Bar(progress.Fraction)} {progress.Fraction:P0} {Printable.Line(progress.Message ?? "", 40)}")
            : line;
    }

    private static void AddGroup(Tree tree, WatchMoment moment, string name, List<NodeSnapshot> tasks)
    {
        var done = tasks.Count(task => moment.Statuses[task.NodeId] == Status.Completed);
        var counts = tasks.GroupBy(task => moment.Statuses[task.NodeId]).OrderBy(static group => group.Key);
        var head = new Paragraph()
            .Append($"{Printable.Line(name, 40)} ×{tasks.Count} ", new Style(decoration: Decoration.Bold))
            .Append(Bar((double)done / tasks.Count), Style.Parse("green"));
        foreach (var count in counts)
        {
            head.Append($" {count.Count()} {count.Key.ToGlyph()}", Style.Parse(count.Key.ToColour()));
        }

        var node = tree.AddNode(head);
        foreach (var task in tasks.Where(task => moment.Statuses[task.NodeId] is Status.Failed or Status.Running or Status.Dispatching).OrderByDescending(task => moment.Statuses[task.NodeId]).Take(ShownOfGroup))
        {
            node.AddNode(Line(moment, task));
        }
    }

    private static string Bar(double fraction)
    {
        var filled = (int)(Math.Clamp(fraction, 0, 1) * BarWidth);
        return new string('━', filled) + new string('─', BarWidth - filled);
    }
}
