using System.Text.Json;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;
using Spectre.Console;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary>Follows a dispatch to its end: a live tree on a terminal, a line for each event elsewhere, JSON lines for programs.</summary>
internal sealed class DispatchWatch(CommandHost host, DispatcherConnection connection)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>Shows what happens until the dispatch ends.</summary>
    /// <returns>The dispatch as it ended.</returns>
    public async Task<DispatchSnapshot> FollowAsync(DispatchSnapshot dispatch, bool json, CancellationToken cancellationToken)
    {
        DispatcherConnection.RefuseLeftOver(dispatch);
        var nodes = await connection.Client.GetNodesAsync(dispatch.DispatchId, cancellationToken: cancellationToken).ConfigureAwait(false);
        var state = new WatchState(dispatch, nodes);
        if (json)
        {
            await PrintAsync(state, WriteJsonAsync, cancellationToken).ConfigureAwait(false);
        }
        else if (host.Terminal.IsInteractive)
        {
            await DrawAsync(state, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await PrintAsync(state, e => WriteLineAsync(state, e), cancellationToken).ConfigureAwait(false);
        }

        return state.Dispatch;
    }

    /// <summary>The exit code of a command that waited for a dispatch, after its failure was printed.</summary>
    public async Task<int> ConcludeAsync(DispatchSnapshot dispatch)
    {
        if (dispatch.Error is { } error)
        {
            await host.Terminal.Error.WriteLineAsync(Printable.Text(error)).ConfigureAwait(false);
        }

        return dispatch.Status == Status.Completed ? ExitCodes.Success : ExitCodes.NotCompleted;
    }

    private async Task PrintAsync(WatchState state, Func<DispatchEvent, Task> write, CancellationToken cancellationToken)
    {
        await foreach (var e in connection.Client.WatchAsync(state.Dispatch.DispatchId, cancellationToken).ConfigureAwait(false))
        {
            state.Apply(e);
            await write(e).ConfigureAwait(false);
            await host.Terminal.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        await FinishAsync(state, cancellationToken).ConfigureAwait(false);
    }

    private Task DrawAsync(WatchState state, CancellationToken cancellationToken)
    {
        var tree = new WatchTree(state, host.Clock);
        var console = host.Terminal.ToConsole();
        return console.Live(tree.Draw(console.Profile.Width - 1)).Overflow(VerticalOverflow.Ellipsis).StartAsync(async live =>
        {
            var watching = new WatchFeed(connection.Client).RunAsync(state, cancellationToken);
            while (!watching.IsCompleted)
            {
                live.UpdateTarget(tree.Draw(console.Profile.Width - 1));
                await Task.WhenAny(watching, Task.Delay(Pace, host.Clock, cancellationToken)).ConfigureAwait(false);
            }

            await watching.ConfigureAwait(false);
            live.UpdateTarget(tree.Draw(console.Profile.Width - 1));
        });
    }

    private async Task FinishAsync(WatchState state, CancellationToken cancellationToken) =>
        state.Finish(await connection.Client.GetAsync(state.Dispatch.DispatchId, cancellationToken).ConfigureAwait(false));

    private async Task WriteLineAsync(WatchState state, DispatchEvent e)
    {
        var line = e switch
        {
            DispatchStatusChanged change => $"dispatch {change.Status.ToWord()} {change.CompletedCount}/{change.NodeCount}",
            NodeStatusChanged change => $"node {change.NodeId} {Name(state, change.NodeId)} {change.Status.ToWord()}",
            NodeProgressed progress => $"node {progress.NodeId} {Name(state, progress.NodeId)} {progress.Fraction:P0} {Printable.Line(progress.Message ?? "")}".TrimEnd(),
            _ => null,
        };
        if (line is not null)
        {
            await host.Terminal.Out.WriteLineAsync(line).ConfigureAwait(false);
        }
    }

    private static string Name(WatchState state, int node) => Printable.Line(state.Nodes[node].Name);

    private async Task WriteJsonAsync(DispatchEvent e) => await host.Terminal.Out.WriteLineAsync(Json.ToText(json =>
    {
        json.WriteStartObject();
        switch (e)
        {
            case DispatchStatusChanged change:
                json.WriteString("event", "dispatch");
                json.WriteString("status", change.Status.ToWord());
                json.WriteNumber("completedCount", change.CompletedCount);
                json.WriteNumber("nodeCount", change.NodeCount);
                break;
            case NodeStatusChanged change:
                json.WriteString("event", "node");
                json.WriteNumber("node", change.NodeId);
                json.WriteString("status", change.Status.ToWord());
                break;
            case NodeProgressed progress:
                json.WriteString("event", "progress");
                json.WriteNumber("node", progress.NodeId);
                json.WriteNumber("fraction", progress.Fraction);
                json.WriteString("message", progress.Message);
                break;
            case NodeWrote wrote:
                json.WriteString("event", wrote.Stream == OutputStream.Stdout ? "stdout" : "stderr");
                json.WriteNumber("node", wrote.NodeId);
                json.WriteString("text", wrote.Text);
                break;
        }

        json.WriteEndObject();
    })).ConfigureAwait(false);
}
