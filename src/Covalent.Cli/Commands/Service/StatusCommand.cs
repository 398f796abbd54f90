using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Service;

/// <summary><c>covalent status</c>: whether a server runs, where, and what it does.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("status", $"Tell whether a server runs and what it does; exit code {ExitCodes.NotYet} when none runs.", "status", "status --json", "status --server http://lab:48008") { json };
        where.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var place = where.Find(host, parsed);
            var state = await ServerState.ReadAsync(host, place, cancellationToken).ConfigureAwait(false);
            await (parsed.GetValue(json) ? WriteJsonAsync(host.Terminal, state) : WriteAsync(host, state)).ConfigureAwait(false);
            return state.Address is null ? ExitCodes.NotYet : state.Problem is null ? ExitCodes.Success : ExitCodes.Unavailable;
        });
        return command;
    }

    private static async Task WriteAsync(CommandHost host, ServerState state)
    {
        var facts = new FactList();
        facts.Add("Server", state.Address is null ? new Cell("not running", "yellow") : state.Problem is null ? new Cell("running", "green") : new Cell("does not answer", "red"));
        facts.Add("Address", state.Address?.ToString().TrimEnd('/') ?? "");
        facts.Add("Process", state.Record is { } record ? $"{record.Process.Id}" : "");
        facts.Add("Version", state.Record?.Version ?? "");
        facts.Add("Up", state.Record is { } up ? TimeText.Span(up.StartedAt, null, host.Clock) : "");
        facts.Add("Data folder", state.Folder ?? "");
        facts.Add("Database", state.Schema ?? "");
        facts.Add("Dispatches", state.Total is { } total ? $"{total}, {state.Running} running" : "");
        await facts.WriteToAsync(host.Terminal).ConfigureAwait(false);
        if ((state.Problem ?? state.Note) is { } problem)
        {
            await host.Terminal.Error.WriteLineAsync(Printable.Text(problem)).ConfigureAwait(false);
        }
        else if (state.Address is null)
        {
            await host.Terminal.Error.WriteLineAsync("Start one with 'covalent start'; without one, dispatches run inside the programs that make them.").ConfigureAwait(false);
        }
    }

    private static Task WriteJsonAsync(Terminal terminal, ServerState state) => Json.WriteAsync(terminal, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("running", state.Address is not null && state.Problem is null);
        json.WriteString("address", state.Address?.ToString().TrimEnd('/'));
        json.WriteNumberOrNull("pid", state.Record?.Process.Id);
        json.WriteString("version", state.Record?.Version);
        json.WriteMoment("startedAt", state.Record?.StartedAt);

        json.WriteString("dataFolder", state.Folder);
        json.WriteString("schema", state.Schema);
        json.WriteNumberOrNull("dispatches", state.Total);
        json.WriteNumberOrNull("runningDispatches", state.Total is null ? null : state.Running);
        json.WriteString("note", state.Note);
        json.WriteString("problem", state.Problem);
        json.WriteEndObject();
    });
}
