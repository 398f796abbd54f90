using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary>A dispatch, or a node, as text for people.</summary>
internal sealed class DispatchReport(CommandHost host)
{
    private const int PreviewWidth = 50;

    public async Task WriteAsync(DispatchSnapshot dispatch, IReadOnlyList<NodeSnapshot> nodes, int count, int all)
    {
        var facts = new FactList();
        facts.Add("Dispatch", dispatch.DispatchId);
        facts.Add("Name", dispatch.Name);
        facts.Add("Status", dispatch.ToCell());
        facts.Add("Nodes", Count(dispatch));
        facts.Add("Created", TimeText.Moment(dispatch.CreatedAt, host.Clock));
        facts.Add("Started", TimeText.Moment(dispatch.StartedAt, host.Clock));
        facts.Add("Ended", TimeText.Moment(dispatch.EndedAt, host.Clock));
        facts.Add("Took", dispatch.IsLeftOver ? "" : TimeText.Span(dispatch.StartedAt, dispatch.EndedAt, host.Clock));
        facts.Add("Redispatch of", dispatch.RedispatchOf ?? "");
        facts.Add("Sublattice of", dispatch.Parent is { } parent ? $"{parent.DispatchId} node {parent.NodeId}" : "");
        await facts.WriteToAsync(host.Terminal).ConfigureAwait(false);
        await WriteNodesAsync(nodes, count, all).ConfigureAwait(false);
        if (dispatch.Error is { } error)
        {
            await host.Terminal.Out.WriteLineAsync().ConfigureAwait(false);
            await host.Terminal.Out.WriteLineAsync(Printable.Text(error)).ConfigureAwait(false);
        }

        if (dispatch.IsLeftOver)
        {
            await host.Terminal.Error.WriteLineAsync($"The process that ran this dispatch is gone. Go on with 'covalent resume {dispatch.DispatchId}', or start a server on this folder.").ConfigureAwait(false);
        }
    }

    public async Task WriteAsync(NodeSnapshot node)
    {
        var facts = new FactList();
        facts.Add("Node", $"{node.NodeId} {node.Name}");
        facts.Add("Kind", node.Kind.ToString().ToLowerInvariant());
        facts.Add("Status", node.Status.ToCell());
        facts.Add("Stopped", node.StopConfirmed ? "" : new Cell("not confirmed: the code may still run", "yellow"));
        facts.Add("Executor", node.Executor);
        facts.Add("Attempts", node.Attempts == 0 ? "" : $"{node.Attempts}");
        facts.Add("Started", TimeText.Moment(node.StartedAt, host.Clock));
        facts.Add("Ended", TimeText.Moment(node.EndedAt, host.Clock));
        facts.Add("Took", TimeText.Span(node.StartedAt, node.EndedAt, host.Clock));
        facts.Add("Host", node.Host);
        facts.Add("Peak memory", node.PeakMemory == 0 ? "" : TimeText.Size(node.PeakMemory));
        facts.Add("Output", node.Preview ?? "");
        facts.Add("Child", node.ChildDispatchId ?? "");
        facts.Add("Failure", node.Failure is { } why ? new Cell($"{why.Type}: {why.Message}", "red") : "");
        await facts.WriteToAsync(host.Terminal).ConfigureAwait(false);
        if (node.Failure is { StackTrace.Length: > 0 } failure)
        {
            await host.Terminal.Out.WriteLineAsync().ConfigureAwait(false);
            await host.Terminal.Out.WriteLineAsync(Printable.Text(failure.StackTrace)).ConfigureAwait(false);
        }
    }

    private async Task WriteNodesAsync(IReadOnlyList<NodeSnapshot> nodes, int count, int all)
    {
        if (nodes.Count == 0 || count == 0)
        {
            return;
        }

        await host.Terminal.Out.WriteLineAsync().ConfigureAwait(false);
        var listing = new Listing("Node", "Name", "Status", "Executor", "Took", "Output") { Expendable = ["Executor", "Took"] };
        foreach (var node in nodes.Take(count))
        {
            listing.Add(
                $"{node.NodeId}",
                Printable.Line(node.Name, 40),
                node.Status.ToCell(),
                node.Executor,
                node.Status is Status.Running or Status.Completed or Status.Failed ? TimeText.Span(node.StartedAt, node.EndedAt, host.Clock) : "",
                Printable.Line(node.Failure?.Message ?? node.ChildDispatchId ?? node.Preview ?? "", PreviewWidth));
        }

        listing.WriteTo(host.Terminal);
        if (all > count)
        {
            await host.Terminal.Error.WriteLineAsync($"{count} of {all} nodes; more with --count, all with --json.").ConfigureAwait(false);
        }
    }

    private static string Count(DispatchSnapshot dispatch)
    {
        var parts = new List<string> { $"{dispatch.CompletedCount} of {dispatch.NodeCount} completed" };
        void Add(int number, string word)
        {
            if (number > 0)
            {
                parts.Add($"{number} {word}");
            }
        }

        Add(dispatch.RunningCount, "running");
        Add(dispatch.FailedCount, "failed");
        Add(dispatch.CancelledCount, "cancelled");
        return string.Join(", ", parts);
    }
}
