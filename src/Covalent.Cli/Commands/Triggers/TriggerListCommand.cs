using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Triggers;

/// <summary><c>covalent triggers list</c>: all triggers, or those of one dispatch.</summary>
internal static class TriggerListCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var id = DispatchArgument.One();
        id.Arity = ArgumentArity.ZeroOrOne;
        id.Description = "Only those of this dispatch.";
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("list", "List triggers in the order they were added.", "triggers list", "triggers list 019a1b2c --json") { id, json };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseServerAsync(host, parsed, async connection =>
        {
            var dispatch = parsed.GetValue(id) is { } some ? (await connection.FindAsync(some, cancellationToken).ConfigureAwait(false)).DispatchId : null;
            var triggers = await connection.Client.Triggers.ListAsync(dispatch, cancellationToken).ConfigureAwait(false);
            await (parsed.GetValue(json) ? WriteJsonAsync(host, triggers) : WriteTableAsync(host, triggers, connection.Client.Location)).ConfigureAwait(false);
            return ExitCodes.Success;
        }, cancellationToken));
        return command;
    }

    private static Task WriteJsonAsync(CommandHost host, IReadOnlyList<TriggerSnapshot> triggers) => Json.WriteAsync(host.Terminal, json =>
    {
        json.WriteStartArray();
        foreach (var trigger in triggers)
        {
            TriggerReport.Write(json, trigger);
        }

        json.WriteEndArray();
    });

    private static async Task WriteTableAsync(CommandHost host, IReadOnlyList<TriggerSnapshot> triggers, string place)
    {
        if (triggers.Count == 0)
        {
            await host.Terminal.Error.WriteLineAsync($"No triggers at {place}; 'covalent triggers add' makes one.").ConfigureAwait(false);
            return;
        }

        var listing = new Listing("Trigger", "Fires", "State", "Fired", "Dispatch") { Wrapping = "Fires", Expendable = ["Dispatch", "Fired"] };
        foreach (var trigger in triggers)
        {
            listing.Add(Cell.Id(trigger.TriggerId), TriggerText.Of(trigger.Trigger), TriggerText.StateOf(trigger), $"{trigger.Fired}", Cell.Id(trigger.DispatchId));
        }

        listing.WriteTo(host.Terminal);
    }
}
