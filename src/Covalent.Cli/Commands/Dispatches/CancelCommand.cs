using System.CommandLine;
using System.Text.Json;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary><c>covalent cancel</c>: a dispatch or some of its nodes.</summary>
internal static class CancelCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var id = DispatchArgument.One();
        var nodes = new Argument<int[]>("NODE") { Description = "Node ids; without them the whole dispatch.", Arity = ArgumentArity.ZeroOrMore };
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("cancel", "Cancel a dispatch, or some of its nodes.", "cancel 019a1b2c", "cancel 019a1b2c 3 4") { id, nodes, json };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseAsync(host, parsed, async connection =>
        {
            var dispatch = await connection.FindAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            var wanted = parsed.GetValue(nodes) is { Length: > 0 } some ? some.Select(node => NodeArgument.Check(dispatch, node)).ToArray() : null;
            var report = await connection.Client.CancelAsync(dispatch.DispatchId, wanted, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                await Json.WriteAsync(host.Terminal, writer => Write(writer, report)).ConfigureAwait(false);
            }
            else
            {
                await WriteAsync(host.Terminal, report).ConfigureAwait(false);
            }

            return report.NotStopped.Count > 0 ? ExitCodes.Failure : ExitCodes.Success;
        }, cancellationToken));
        return command;
    }

    private static async Task WriteAsync(Terminal terminal, CancelReport report)
    {
        await terminal.Out.WriteLineAsync($"{report.DispatchId} is {report.Status.ToWord()}: {Count(report.Cancelled.Count)} cancelled, {report.AlreadyTerminal.Count} had ended before.").ConfigureAwait(false);
        if (report.NotStopped.Count > 0)
        {
            await terminal.Error.WriteLineAsync($"The code of {Nodes(report.NotStopped)} could not be proven stopped within the grace period; it may still run.").ConfigureAwait(false);
        }
    }

    private static string Count(int nodes) => nodes == 1 ? "1 node" : $"{nodes} nodes";

    private static string Nodes(IReadOnlyList<int> nodes) => $"node{(nodes.Count == 1 ? "" : "s")} {string.Join(", ", nodes.Take(10))}{(nodes.Count > 10 ? ", …" : "")}";

    private static void Write(Utf8JsonWriter json, CancelReport report)
    {
        json.WriteStartObject();
        json.WriteString("dispatchId", report.DispatchId);
        json.WriteString("status", report.Status.ToWord());
        WriteNodes(json, "cancelled", report.Cancelled);
        WriteNodes(json, "notStopped", report.NotStopped);
        WriteNodes(json, "alreadyTerminal", report.AlreadyTerminal);
        json.WriteEndObject();
    }

    private static void WriteNodes(Utf8JsonWriter json, string name, IReadOnlyList<int> nodes)
    {
        json.WriteStartArray(name);
        foreach (var node in nodes)
        {
            json.WriteNumberValue(node);
        }

        json.WriteEndArray();
    }
}
