using System.CommandLine;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary>Which dispatches a list has, and in which order.</summary>
internal sealed class ListOptions
{
    private const int DefaultLimit = 20;
    private const int LargestLimit = 1000;

    private readonly Option<string[]> _status = new("--status", "-s") { Description = "Only these statuses.", HelpName = "STATUS", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _search = new("--search", "--filter") { Description = "Only names and ids that contain this text.", HelpName = "TEXT" };
    private readonly Option<bool> _sublattices = new("--sublattices") { Description = "Also the dispatches of sublattices." };
    private readonly Option<DispatchSort?> _sort = new("--sort") { Description = "Sort by this, smallest first; without it newest first.", HelpName = "KEY", CustomParser = ParseSort };
    private readonly Option<bool> _descending = new("--desc") { Description = "Largest first." };
    private readonly Option<int> _limit = new("--limit", "-n", "--count") { Description = $"How many, up to {LargestLimit}.", DefaultValueFactory = static _ => DefaultLimit, HelpName = "N" };
    private readonly Option<int?> _page = new("--page") { Description = "The page with this number; the first is 1.", HelpName = "N" };
    private readonly Option<int?> _skip = new("--skip", "--offset") { Description = "Leave out the first so many.", HelpName = "N" };

    public ListOptions()
    {
        _status.CompletionSources.Add([.. StatusWords]);
        _status.Validators.Add(static result =>
        {
            if (result.Tokens.Select(static token => token.Value).FirstOrDefault(static word => ParseStatus(word) is null) is { } wrong)
            {
                result.AddError($"'{wrong}' is not a status; use one of {string.Join(", ", StatusWords)}.");
            }
        });
        _sort.CompletionSources.Add([.. SortWords]);
        _limit.Between(1, LargestLimit);
        _page.Between(1, 1_000_000);
        _skip.Between(0, int.MaxValue);
    }

    private static IEnumerable<string> StatusWords => Enum.GetValues<Status>().Where(static s => s <= Status.Cancelled).Select(static s => s.ToWord().ToLowerInvariant());

    private static IEnumerable<string> SortWords => Enum.GetNames<DispatchSort>().Select(static name => name.ToLowerInvariant());

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _status, _search, _sort, _descending, _limit, _page, _skip, _sublattices })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_page) is not null && result.GetValue(_skip) is not null)
            {
                result.AddError("--page and --skip exclude each other.");
            }
        });
    }

    public DispatchQuery Read(ParseResult parsed)
    {
        var limit = parsed.GetValue(_limit);
        return new DispatchQuery
        {
            Statuses = parsed.GetValue(_status) is { Length: > 0 } words ? [.. words.Select(static word => ParseStatus(word)!.Value)] : null,
            Search = parsed.GetValue(_search),
            IncludeSublattices = parsed.GetValue(_sublattices),
            Sort = parsed.GetValue(_sort) ?? DispatchSort.Created,
            Ascending = parsed.GetValue(_sort) is not null && !parsed.GetValue(_descending),
            Count = limit,
            Offset = parsed.GetValue(_page) is { } page ? (int)Math.Min(int.MaxValue, (page - 1L) * limit) : parsed.GetValue(_skip) ?? 0,
        };
    }

    private static Status? ParseStatus(string word) =>
        Enum.GetValues<Status>().Where(s => s.ToWord().Equals(word.Replace('-', '_'), StringComparison.OrdinalIgnoreCase)).Select(static s => (Status?)s).FirstOrDefault();

    private static DispatchSort? ParseSort(System.CommandLine.Parsing.ArgumentResult result)
    {
        var word = result.Tokens[0].Value;
        var found = Enum.GetValues<DispatchSort>().Where(sort => sort.ToString().Equals(word, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0)
        {
            result.AddError($"Dispatches cannot be sorted by '{word}'; use one of {string.Join(", ", SortWords)}.");
            return null;
        }

        return found[0];
    }
}
