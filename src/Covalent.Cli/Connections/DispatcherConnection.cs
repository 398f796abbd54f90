namespace Covalent.Cli.Connections;

/// <summary>The dispatcher a command talks to, and what it is.</summary>
/// <param name="Client">The way to it.</param>
/// <param name="IsServer">A server, which goes on by itself; otherwise a data folder, where only living processes run anything.</param>
internal sealed record DispatcherConnection(IDispatcherClient Client, bool IsServer) : IAsyncDisposable
{
    /// <summary>The dispatch a person means: its whole id, or the beginning of one that only one dispatch has.</summary>
    /// <exception cref="CommandException">There is none, or there are several.</exception>
    public async Task<DispatchSnapshot> FindAsync(string idOrBeginning, CancellationToken cancellationToken)
    {
        try
        {
            return await Client.GetAsync(idOrBeginning, cancellationToken).ConfigureAwait(false);
        }
        catch (DispatchNotFoundException e)
        {
            var page = await Client.ListAsync(new DispatchQuery { Search = idOrBeginning, IncludeSublattices = true, Count = 1000 }, cancellationToken).ConfigureAwait(false);
            var matching = page.Dispatches.Where(d => d.DispatchId.StartsWith(idOrBeginning, StringComparison.OrdinalIgnoreCase)).ToList();
            return matching switch
            {
                [var only] => only,
                [] => throw new CommandException(ExitCodes.NotFound, e.Message),
                _ => throw new CommandException(ExitCodes.NotFound, $"'{idOrBeginning}' is the beginning of {matching.Count} dispatch ids, such as {matching[0].DispatchId} and {matching[1].DispatchId}. Write more of it."),
            };
        }
    }

    /// <summary>Makes sure that somebody runs a dispatch that is about to be waited for.</summary>
    /// <exception cref="CommandException">Nobody does.</exception>
    public static void RefuseLeftOver(DispatchSnapshot dispatch)
    {
        if (dispatch.IsLeftOver)
        {
            throw new CommandException(ExitCodes.NotYet, $"Dispatch {dispatch.DispatchId} is {dispatch.Status.ToWord()}, but the process that ran it is gone, so it will not end by itself. Go on with 'covalent resume {dispatch.DispatchId}', or start a server on this folder.");
        }
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
