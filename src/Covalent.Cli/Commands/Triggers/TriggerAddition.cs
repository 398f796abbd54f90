using System.CommandLine;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Triggers;

/// <summary>What adding a trigger has in common for all kinds.</summary>
internal static class TriggerAddition
{
    /// <summary>Gives a verb its dispatch, its own symbols and the options every trigger has, and lets it add what it reads.</summary>
    public static VerbCommand Complete(VerbCommand command, CommandHost host, IReadOnlyList<Symbol> own, Func<ParseResult, Trigger> read)
    {
        var where = new DispatcherOptions();
        var id = DispatchArgument.One();
        var name = new Option<string?>("--name") { Description = "Name for people.", HelpName = "TEXT" };
        var most = new Option<int>("--max-unfinished") { Description = "Most dispatches of it that may be unfinished at a time.", DefaultValueFactory = static _ => 10, HelpName = "N" };
        var stopped = new Option<bool>("--stopped") { Description = "Do not watch yet; 'covalent triggers start' begins." };
        var json = VerbCommand.JsonOption();
        most.Between(1, 1000);
        command.Add(id);
        foreach (var symbol in own.Concat([name, most, stopped, json]))
        {
            Add(command, symbol);
        }

        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseServerAsync(host, parsed, async connection =>
        {
            var dispatch = await connection.FindAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            var trigger = read(parsed) with { Name = parsed.GetValue(name), MaxUnfinished = parsed.GetValue(most), IsEnabled = !parsed.GetValue(stopped) };
            var added = await connection.Client.Triggers.AddAsync(dispatch.DispatchId, trigger, cancellationToken: cancellationToken).ConfigureAwait(false);
            await TriggerReport.WriteAsync(host, added, parsed.GetValue(json)).ConfigureAwait(false);
            return ExitCodes.Success;
        }, cancellationToken));
        return command;
    }

    private static void Add(Command command, Symbol symbol)
    {
        if (symbol is Argument argument)
        {
            command.Add(argument);
        }
        else
        {
            command.Add((Option)symbol);
        }
    }
}
