using System.CommandLine;
using System.Text.Json;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary><c>covalent delete</c>: dispatches that have ended, with everything only they used.</summary>
internal static class DeleteCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var ids = DispatchArgument.Some();
        var yes = VerbCommand.YesOption();
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("delete", "Delete dispatches that have ended, their results and sublattices.", "delete 019a1b2c", "delete 019a1b2c 019a1b2d --yes") { ids, yes, json };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseAsync(host, parsed, async connection =>
        {
            var wanted = await ResolveAsync(connection, parsed.GetRequiredValue(ids), cancellationToken).ConfigureAwait(false);
            if (!parsed.GetValue(yes))
            {
                await ConfirmAsync(host.Terminal, wanted, cancellationToken).ConfigureAwait(false);
            }

            var report = await connection.Client.DeleteAsync(wanted, cancellationToken).ConfigureAwait(false);
            await (parsed.GetValue(json) ? Json.WriteAsync(host.Terminal, writer => Write(writer, report)) : WriteAsync(host.Terminal, report)).ConfigureAwait(false);
            return report.Failed.Count > 0 ? ExitCodes.Failure : ExitCodes.Success;
        }, cancellationToken));
        return command;
    }

    // Whole ids that are unknown go on to the report, so that the others are deleted all the same.
    private static async Task<List<string>> ResolveAsync(DispatcherConnection connection, string[] ids, CancellationToken cancellationToken)
    {
        var resolved = new List<string>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            try
            {
                resolved.Add((await connection.FindAsync(id, cancellationToken).ConfigureAwait(false)).DispatchId);
            }
            catch (CommandException) when (ids.Length > 1)
            {
                resolved.Add(id);
            }
        }

        return resolved;
    }

    private static async Task ConfirmAsync(Terminal terminal, List<string> ids, CancellationToken cancellationToken)
    {
        if (!terminal.CanAsk)
        {
            throw new CommandException(ExitCodes.Usage, "Deleting cannot be undone, and nobody is there to be asked. Repeat it with --yes.");
        }

        var what = ids.Count == 1 ? $"dispatch {ids[0]}" : $"{ids.Count} dispatches";
        if (!await terminal.ConfirmAsync($"Delete {what} with all results?", cancellationToken).ConfigureAwait(false))
        {
            throw new CommandException(ExitCodes.Cancelled, "Nothing was deleted.");
        }
    }

    private static async Task WriteAsync(Terminal terminal, DeleteReport report)
    {
        foreach (var id in report.Deleted)
        {
            await terminal.Out.WriteLineAsync($"Deleted {id}.").ConfigureAwait(false);
        }

        foreach (var (id, reason) in report.Failed)
        {
            await terminal.Error.WriteLineAsync($"{Printable.Line(id)} is still there: {Printable.Line(reason)}").ConfigureAwait(false);
        }

        if (report.Deleted.Count > 0)
        {
            await terminal.Error.WriteLineAsync($"{TimeText.Size(report.FreedBytes)} given back.").ConfigureAwait(false);
        }
    }

    private static void Write(Utf8JsonWriter json, DeleteReport report)
    {
        json.WriteStartObject();
        json.WriteStartArray("deleted");
        foreach (var id in report.Deleted)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
        json.WriteStartObject("failed");
        foreach (var (id, reason) in report.Failed)
        {
            json.WriteString(id, reason);
        }

        json.WriteEndObject();
        json.WriteNumber("freedBytes", report.FreedBytes);
        json.WriteEndObject();
    }
}
