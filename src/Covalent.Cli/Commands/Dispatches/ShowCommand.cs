using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary><c>covalent show</c>: one dispatch with its nodes, or one node.</summary>
internal static class ShowCommand
{
    private const int DefaultNodes = 100;

    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var id = DispatchArgument.One();
        var node = NodeArgument.Option("Show only this node, with its whole failure.");
        var failed = new Option<bool>("--failed") { Description = "Only nodes that failed or were cancelled." };
        var count = new Option<int>("--count", "-n") { Description = "How many nodes to list; JSON has all of them.", DefaultValueFactory = static _ => DefaultNodes, HelpName = "N" };
        var json = VerbCommand.JsonOption();
        count.Between(0, int.MaxValue);
        var command = new VerbCommand("show", "Show a dispatch and its nodes.", "show 019a1b2c", "show 019a1b2c --failed", "show 019a1b2c --node 3", "show 019a1b2c --json") { id, node, failed, count, json };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseAsync(host, parsed, async connection =>
        {
            var dispatch = await connection.FindAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            var wanted = parsed.GetValue(node) is { } number ? new[] { NodeArgument.Check(dispatch, number) } : null;
            // People see the first ones only; the rest of a large dispatch need not travel.
            var shown = wanted ?? (parsed.GetValue(failed) || parsed.GetValue(json) || parsed.GetValue(count) >= dispatch.NodeCount ? null : [.. Enumerable.Range(0, parsed.GetValue(count))]);
            var nodes = shown is [] ? [] : await connection.Client.GetNodesAsync(dispatch.DispatchId, shown, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(failed))
            {
                nodes = [.. nodes.Where(static n => n.Status is Status.Failed or Status.Cancelled)];
            }

            if (parsed.GetValue(json))
            {
                await Json.WriteAsync(host.Terminal, writer =>
                {
                    if (wanted is null)
                    {
                        DispatchJson.Write(writer, dispatch, nodes);
                    }
                    else
                    {
                        DispatchJson.Write(writer, nodes[0]);
                    }
                }).ConfigureAwait(false);
            }
            else if (wanted is null)
            {
                await new DispatchReport(host).WriteAsync(dispatch, nodes, parsed.GetValue(count), parsed.GetValue(failed) ? nodes.Count : dispatch.NodeCount).ConfigureAwait(false);
            }
            else
            {
                await new DispatchReport(host).WriteAsync(nodes[0]).ConfigureAwait(false);
            }

            return ExitCodes.Success;
        }, cancellationToken));
        return command;
    }
}
