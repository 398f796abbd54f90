using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary><c>covalent list</c>: the dispatches, newest first.</summary>
internal static class ListCommand
{
    private const int DefaultCount = 20;
    private const int LargestCount = 1000;

    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var status = new Option<string[]>("--status", "-s") { Description = $"Only these: {string.Join(", ", Words)}.", AllowMultipleArgumentsPerToken = true };
        var search = new Option<string?>("--search") { Description = "Only names and ids that contain this text.", HelpName = "TEXT" };
        var sublattices = new Option<bool>("--sublattices") { Description = "Also the dispatches of sublattices." };
        var count = new Option<int>("--count", "-n") { Description = $"How many, up to {LargestCount}.", DefaultValueFactory = static _ => DefaultCount, HelpName = "N" };
        var skip = new Option<int>("--skip") { Description = "Leave out the newest so many.", HelpName = "N" };
        var json = VerbCommand.JsonOption();
        status.Validators.Add(result =>
        {
            if (result.Tokens.Select(static token => token.Value).FirstOrDefault(static word => Parse(word) is null) is { } wrong)
            {
                result.AddError($"'{wrong}' is not a status; use one of {string.Join(", ", Words)}.");
            }
        });
        count.Between(1, LargestCount);
        skip.Between(0, int.MaxValue);
        var command = new VerbCommand("list", "List dispatches, newest first.", "list", "list --status failed --search train", "list --json -n 1000") { status, search, sublattices, count, skip, json };
        where.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var query = new DispatchQuery
            {
                Statuses = parsed.GetValue(status) is { Length: > 0 } words ? [.. words.Select(static word => Parse(word)!.Value)] : null,
                Search = parsed.GetValue(search),
                IncludeSublattices = parsed.GetValue(sublattices),
                Count = parsed.GetValue(count),
                Offset = parsed.GetValue(skip),
            };
            var page = await PageAsync(host, where, parsed, query, cancellationToken).ConfigureAwait(false);
            await (parsed.GetValue(json) ? WriteJsonAsync(host, page) : WriteTableAsync(host, page, query, where.Describe(host, parsed))).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }

    private static IEnumerable<string> Words => Enum.GetValues<Status>().Where(static s => s <= Status.Cancelled).Select(static s => s.ToWord().ToLowerInvariant());

    private static Status? Parse(string word) =>
        Enum.GetValues<Status>().Where(s => s.ToWord().Equals(word.Replace('-', '_'), StringComparison.OrdinalIgnoreCase)).Select(static s => (Status?)s).FirstOrDefault();

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

        var listing = new Listing("Id", "Name", "Status", "Nodes", "Created", "Took");
        foreach (var dispatch in page.Dispatches)
        {
            listing.Add(
                dispatch.DispatchId,
                Printable.Line(dispatch.Name, 40),
                dispatch.ToCell(),
                $"{dispatch.CompletedCount}/{dispatch.NodeCount}",
                TimeText.Moment(dispatch.CreatedAt, host.Clock),
                dispatch.IsLeftOver ? "" : TimeText.Span(dispatch.StartedAt, dispatch.EndedAt, host.Clock));
        }

        listing.WriteTo(host.Terminal);
        if (page.Total > page.Dispatches.Count)
        {
            await host.Terminal.Error.WriteLineAsync($"{page.Dispatches.Count} of {page.Total}; more with --count and --skip.").ConfigureAwait(false);
        }
    }
}
