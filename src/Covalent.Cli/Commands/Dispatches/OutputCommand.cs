using System.CommandLine;
using System.Text;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary><c>covalent stdout</c> and <c>covalent stderr</c>: what tasks wrote, byte by byte.</summary>
internal static class OutputCommand
{
    public static Command Create(CommandHost host, OutputStream stream)
    {
        var name = stream == OutputStream.Stdout ? "stdout" : "stderr";
        var where = new DispatcherOptions();
        var id = DispatchArgument.One();
        var node = new Argument<int?>("NODE") { Description = "Node id; without it all nodes that wrote something, each with a heading on standard error.", Arity = ArgumentArity.ZeroOrOne };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what is written until the dispatch ends." };
        var command = new VerbCommand(name, $"Print what tasks wrote to their standard {(stream == OutputStream.Stdout ? "output" : "error")}.", $"{name} 019a1b2c", $"{name} 019a1b2c 3 > 3.log", $"{name} 019a1b2c --follow") { id, node, follow };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseAsync(host, parsed, async connection =>
        {
            var dispatch = await connection.FindAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            var wanted = parsed.GetValue(node) is { } number ? NodeArgument.Check(dispatch, number) : (int?)null;
            var printer = new OutputPrinter(host, connection.Client, dispatch, stream);
            await (parsed.GetValue(follow) && !dispatch.Status.IsTerminal()
                ? printer.FollowAsync(wanted, cancellationToken)
                : printer.PrintAsync(wanted, cancellationToken)).ConfigureAwait(false);
            return ExitCodes.Success;
        }, cancellationToken));
        return command;
    }
}

/// <summary>Prints one stream of the nodes of a dispatch.</summary>
internal sealed class OutputPrinter(CommandHost host, IDispatcherClient client, DispatchSnapshot dispatch, OutputStream stream)
{
    private int? _heading;

    /// <summary>What was written up to now.</summary>
    public async Task PrintAsync(int? wanted, CancellationToken cancellationToken)
    {
        var output = host.Terminal.OpenBytes();
        await using (output.ConfigureAwait(false))
        {
            var nodes = await client.GetNodesAsync(dispatch.DispatchId, wanted is { } one ? [one] : null, cancellationToken).ConfigureAwait(false);
            foreach (var node in nodes.Where(static n => n.StartedAt is not null || n.EndedAt is not null))
            {
                var bytes = await client.GetNodeStreamAsync(dispatch.DispatchId, node.NodeId, stream, cancellationToken).ConfigureAwait(false);
                if (!bytes.IsEmpty)
                {
                    await HeadAsync(wanted, node.NodeId, node.Name).ConfigureAwait(false);
                    await output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                    await output.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>What ended nodes wrote, then what is written live.</summary>
    public async Task FollowAsync(int? wanted, CancellationToken cancellationToken)
    {
        DispatcherConnection.RefuseLeftOver(dispatch);
        var names = await client.GetNodesAsync(dispatch.DispatchId, cancellationToken: cancellationToken).ConfigureAwait(false);
        var live = new HashSet<int>();
        var ended = names.Where(static n => n.Status.IsTerminal()).Select(static n => n.NodeId).ToHashSet();
        await PrintAsync(wanted, cancellationToken).ConfigureAwait(false);
        var output = host.Terminal.OpenBytes();
        await using (output.ConfigureAwait(false))
        {
            await foreach (var e in client.WatchAsync(dispatch.DispatchId, cancellationToken).ConfigureAwait(false))
            {
                if (e is NodeWrote wrote && wrote.Stream == stream && (wanted is null || wrote.NodeId == wanted))
                {
                    live.Add(wrote.NodeId);
                    await HeadAsync(wanted, wrote.NodeId, names[wrote.NodeId].Name).ConfigureAwait(false);
                    await output.WriteAsync(Encoding.UTF8.GetBytes(wrote.Text), cancellationToken).ConfigureAwait(false);
                    await output.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
                else if (e is NodeStatusChanged { Status: Status.Completed or Status.Failed or Status.Cancelled } change
                    && (wanted is null || change.NodeId == wanted) && !live.Contains(change.NodeId) && ended.Add(change.NodeId))
                {
                    // Executors without live output hand it over at the end.
                    var bytes = await client.GetNodeStreamAsync(dispatch.DispatchId, change.NodeId, stream, cancellationToken).ConfigureAwait(false);
                    if (!bytes.IsEmpty)
                    {
                        await HeadAsync(wanted, change.NodeId, names[change.NodeId].Name).ConfigureAwait(false);
                        await output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }
    }

    private async Task HeadAsync(int? wanted, int node, string name)
    {
        if (wanted is null && _heading != node)
        {
            _heading = node;
            await host.Terminal.Error.WriteLineAsync($"── node {node} {Interaction.Printable.Line(name)}").ConfigureAwait(false);
            await host.Terminal.Error.FlushAsync().ConfigureAwait(false);
        }
    }
}
