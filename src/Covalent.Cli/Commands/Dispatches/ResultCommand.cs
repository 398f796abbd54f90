using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary><c>covalent result</c>: the value of a dispatch or of one node.</summary>
internal static class ResultCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var id = DispatchArgument.One();
        var wait = new Option<bool>("--wait", "-w") { Description = "Wait for the dispatch to end." };
        var node = NodeArgument.Option("The output of this node instead.");
        var file = new Option<string?>("--output", "-o") { Description = "Write the encoded value to this file, as the program that wants it reads it.", HelpName = "FILE" };
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("result", "Print the value of a dispatch, or of one node.", "result 019a1b2c", "result 019a1b2c --wait --json", "result 019a1b2c --node 2", "result 019a1b2c -o value.payload") { id, wait, node, file, json };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseAsync(host, parsed, async connection =>
        {
            var dispatch = await connection.FindAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(wait) && !dispatch.Status.IsTerminal())
            {
                DispatcherConnection.RefuseLeftOver(dispatch);
                dispatch = await connection.Client.WaitAsync(dispatch.DispatchId, cancellationToken).ConfigureAwait(false);
            }

            var value = parsed.GetValue(node) is { } number
                ? await NodeOutputAsync(connection, dispatch, NodeArgument.Check(dispatch, number), cancellationToken).ConfigureAwait(false)
                : await ValueAsync(connection, dispatch, cancellationToken).ConfigureAwait(false);
            await new ResultReport(host.Terminal).WriteAsync(dispatch, value, parsed.GetValue(file), parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
            return ExitCodes.Success;
        }, cancellationToken));
        return command;
    }

    private static Task<Payload?> ValueAsync(DispatcherConnection connection, DispatchSnapshot dispatch, CancellationToken cancellationToken) => dispatch.Status switch
    {
        Status.Completed => connection.Client.GetResultAsync(dispatch.DispatchId, cancellationToken),
        Status.Failed or Status.Cancelled => throw new CommandException(ExitCodes.NotCompleted, $"Dispatch {dispatch.DispatchId} is {dispatch.Status.ToWord()} and has no result. {dispatch.Error}".TrimEnd()),
        _ => throw new CommandException(ExitCodes.NotYet, $"Dispatch {dispatch.DispatchId} is {dispatch.Status.ToWord()}, {dispatch.CompletedCount} of {dispatch.NodeCount} nodes completed. Wait for it with --wait."),
    };

    private static async Task<Payload?> NodeOutputAsync(DispatcherConnection connection, DispatchSnapshot dispatch, int number, CancellationToken cancellationToken)
    {
        var node = (await connection.Client.GetNodesAsync(dispatch.DispatchId, [number], cancellationToken).ConfigureAwait(false))[0];
        return node.Status switch
        {
            Status.Completed => await connection.Client.GetNodeOutputAsync(dispatch.DispatchId, number, cancellationToken).ConfigureAwait(false),
            Status.Failed or Status.Cancelled => throw new CommandException(ExitCodes.NotCompleted, $"Node {number} ({node.Name}) is {node.Status.ToWord()} and has no output. {node.Failure?.Message}".TrimEnd()),
            _ => throw new CommandException(ExitCodes.NotYet, $"Node {number} ({node.Name}) is {node.Status.ToWord()} and has no output."),
        };
    }
}
