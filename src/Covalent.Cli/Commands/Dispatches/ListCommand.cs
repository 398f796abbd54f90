using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary><c>covalent list</c>: the dispatches, newest first.</summary>
internal static class ListCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var options = new ListOptions();
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("list", "List dispatches, newest first.", "list", "list --status failed --search train", "list --sort duration --desc -n 5", "list --page 2", "list --json -n 1000");
        options.AddTo(command);
        command.Add(json);
        where.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var query = options.Read(parsed);
            var page = await PageAsync(host, where, parsed, query, cancellationToken).ConfigureAwait(false);
            await (parsed.GetValue(json) ? WriteJsonAsync(host, page) : WriteTableAsync(host, page, query, where.Describe(host, parsed))).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<DispatchPage> PageAsync(CommandHost host, DispatcherOptions where, ParseResult parsed, DispatchQuery query, CancellationToken cancellationToken)
    {
        if (where.TryOpen(host, parsed) is not { } connection)
        {
            return new DispatchPage([], 0);
        }

        await using (connection.ConfigureAwait(false))
        {
            return await connection.Client.ListAsync(query, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Position(DispatchPage page, DispatchQuery query) => page.Dispatches.Count == 0
        ? $"There are only {page.Total}; nothing is left after the first {query.Offset}."
        : $"{query.Offset + 1} to {query.Offset + page.Dispatches.Count} of {page.Total}; more with --page or --limit.";

    private static Task WriteJsonAsync(CommandHost host, DispatchPage page) => Json.WriteAsync(host.Terminal, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("total", page.Total);
        json.WriteStartArray("dispatches");
        foreach (var dispatch in page.Dispatches)
        {
            DispatchJson.Write(json, dispatch);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static async Task WriteTableAsync(CommandHost host, DispatchPage page, DispatchQuery query, string place)
    {
        if (page.Total == 0)
        {
            await host.Terminal.Error.WriteLineAsync($"No dispatches{(query.Statuses is null && query.Search is null ? "" : " match")} in {place}.").ConfigureAwait(false);
            return;
        }

        var listing = new Listing("Id", "Name", "Status", "Nodes", "Created", "Took") { Wrapping = "Name", Expendable = ["Took", "Created", "Nodes"] };
        foreach (var dispatch in page.Dispatches)
        {
            listing.Add(
                Cell.Id(dispatch.DispatchId),
                Printable.Line(dispatch.Name, 40),
                dispatch.ToCell(),
                $"{dispatch.CompletedCount}/{dispatch.NodeCount}",
                Cell.Moment(TimeText.Moment(dispatch.CreatedAt, host.Clock)),
                dispatch.IsLeftOver ? "" : TimeText.Span(dispatch.StartedAt, dispatch.EndedAt, host.Clock));
        }

        listing.WriteTo(host.Terminal);
        if (page.Total > page.Dispatches.Count)
        {
            await host.Terminal.Error.WriteLineAsync(Position(page, query)).ConfigureAwait(false);
        }
    }
}
