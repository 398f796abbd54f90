using System.CommandLine;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Triggers;

/// <summary>The server whose triggers a command is about.</summary>
internal static class TriggerServer
{
    public static Task<int> UseServerAsync(this DispatcherOptions where, CommandHost host, ParseResult parsed, Func<DispatcherConnection, Task<int>> work, CancellationToken cancellationToken) =>
        where.Find(host, parsed).Server is null
            ? throw new CommandException(ExitCodes.Unavailable, $"No server runs on {where.Find(host, parsed).Folder}, and triggers are watched by a server. Start one with 'covalent start', or name one with --server.")
            : where.UseAsync(host, parsed, work, cancellationToken);

    /// <summary>The trigger a person means: its whole id, or the beginning of one that only one trigger has.</summary>
    /// <exception cref="CommandException">There is none, or there are several.</exception>
    public static async Task<TriggerSnapshot> FindAsync(ITriggerClient triggers, string idOrBeginning, CancellationToken cancellationToken)
    {
        var all = await triggers.ListAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var matching = all.Where(trigger => trigger.TriggerId.StartsWith(idOrBeginning, StringComparison.OrdinalIgnoreCase)).ToList();
        return matching switch
        {
            [var only] => only,
            [] => throw new CommandException(ExitCodes.NotFound, $"There is no trigger '{idOrBeginning}'; 'covalent triggers list' shows them all."),
            _ => matching.Find(trigger => trigger.TriggerId == idOrBeginning)
                ?? throw new CommandException(ExitCodes.NotFound, $"'{idOrBeginning}' is the beginning of {matching.Count} trigger ids, such as {matching[0].TriggerId} and {matching[1].TriggerId}. Write more of it."),
        };
    }

    public static Argument<string> IdArgument()
    {
        var argument = DispatchArgument.One("TRIGGER", "trigger id", "covalent triggers list");
        argument.Description = "Trigger id, or enough of its beginning.";
        return argument;
    }
}
