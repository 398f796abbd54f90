using Covalent.Executors.Dask;

namespace Covalent.Cli.Commands.Service;

/// <summary>The Dask cluster that goes with a server: started with it and ended with it. One that somebody else started is left to them.</summary>
internal sealed class ServerCluster(CommandHost host, ServerFolder folder)
{
    private readonly LocalDaskCluster _cluster = LocalDaskCluster.Of(folder.Path, host.Clock);
    private bool _isNew;

    /// <summary>Whether the cluster of the folder ends with the server.</summary>
    public bool IsOwned => ServerSettings.Read(folder).OwnsCluster && _cluster.Find() is not null;

    /// <summary>Brings the cluster into the state that is wanted.</summary>
    /// <returns>The settings, with the answer to whose the cluster is.</returns>
    /// <exception cref="CovalentException">It cannot be had here; the message says what is missing.</exception>
    public async Task<ServerSettings> PrepareAsync(ServerSettings wanted, TextWriter words, CancellationToken cancellationToken)
    {
        if (wanted.NoCluster)
        {
            await StopAsync(words, cancellationToken).ConfigureAwait(false);
            return wanted;
        }

        var isOwned = IsOwned;
        if (wanted.Cluster is not { } workers)
        {
            return wanted with { OwnsCluster = isOwned };
        }

        var configured = LocalDaskOptions.From(host.Configuration());
        _isNew = _cluster.Find() is not { Scheduler.IsAlive: true };
        var state = await _cluster.StartAsync(workers == 0 ? configured : configured with { Workers = workers }, cancellationToken).ConfigureAwait(false);
        await words.WriteLineAsync($"Dask cluster at {state.Address}: {state.Workers.Count} worker(s)." + (_isNew || isOwned ? "" : " It ran before; 'covalent cluster stop' ends it.")).ConfigureAwait(false);
        return wanted with { OwnsCluster = _isNew || isOwned };
    }

    /// <summary>Ends the cluster if it was started with the server.</summary>
    public async Task StopAsync(TextWriter words, CancellationToken cancellationToken)
    {
        if (IsOwned)
        {
            var address = _cluster.Find()?.Address;
            await _cluster.StopAsync(cancellationToken).ConfigureAwait(false);
            await (ServerSettings.Read(folder) with { OwnsCluster = false }).WriteAsync(folder, cancellationToken).ConfigureAwait(false);
            await words.WriteLineAsync($"Stopped the Dask cluster at {address}.").ConfigureAwait(false);
        }
    }

    /// <summary>Ends a cluster that was started for a server that then did not come up.</summary>
    public Task AbandonAsync() => _isNew ? _cluster.StopAsync(CancellationToken.None) : Task.CompletedTask;
}
