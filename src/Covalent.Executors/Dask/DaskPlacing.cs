using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Dask;

/// <summary>Brings bundles to Dask workers when tasks there ask for them, and tells the workers how to start them.</summary>
/// <remarks>Nothing is sent ahead: a task that finds no code on its Dask worker asks, waits, and asks again. So workers may come and go.</remarks>
internal sealed class DaskPlacing(DaskExecutor settings, ExecutorHost host, DaskLink link, ILogger logger) : IAsyncDisposable
{
    private readonly WorkerRuntime _runtime = new(host, settings.ShipRuntime);
    private readonly ConcurrentDictionary<string, TaskBundle> _bundles = new();
    private readonly ConcurrentDictionary<string, RemoteHost> _workers = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _machines = new();
    private readonly Dictionary<(string Place, string Worker), Task> _underWay = [];
    private readonly Lock _lock = new();

    /// <summary>Remembers the bundle of a task, and answers the name under which its Dask worker will ask for it.</summary>
    public async ValueTask<string> NameAsync(RemoteTask task, CancellationToken cancellationToken)
    {
        TaskBundle bundle = await task.GetBundleAsync(cancellationToken).ConfigureAwait(false);
        string settled = string.Join('\n', bundle.Manifest.Id, settings.CondaEnv, settings.CurrentEnvOnCondaFail, settings.DotnetPath, settings.ShipRuntime, settings.RemoteCache);
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settled)))[..24];
        _bundles[name] = bundle;
        return name;
    }

    /// <summary>A task asks for a place. Returns at once; asking while it is under way changes nothing.</summary>
    public void Asked(string place, string worker, bool isAgain)
    {
        if (!_bundles.TryGetValue(place, out TaskBundle? bundle))
        {
            return;
        }

        lock (_lock)
        {
            if (!_underWay.TryGetValue((place, worker), out Task? placing) || placing.IsCompleted)
            {
                _underWay[(place, worker)] = Task.Run(() => PlaceAsync(place, bundle, worker, isAgain));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] placing;
        lock (_lock)
        {
            placing = [.. _underWay.Values];
        }

        await Task.WhenAll(placing).ConfigureAwait(false);
        foreach (SemaphoreSlim machine in _machines.Values)
        {
            machine.Dispose();
        }
    }

    private async Task PlaceAsync(string place, TaskBundle bundle, string worker, bool isAgain)
    {
        try
        {
            JsonObject answer = new() { ["op"] = "place", ["place"] = place, ["worker"] = worker };
            try
            {
                answer["argv"] = new JsonArray([.. (await ReadyAsync(bundle, worker, isAgain).ConfigureAwait(false)).Select(word => JsonValue.Create(word))]);
                DaskLog.Placed(logger, bundle.Manifest.Id, worker);
            }
            catch (CovalentException e) when (!e.IsTransient)
            {
                DaskLog.NotPlaced(logger, bundle.Manifest.Id, worker, e.Message);
                answer["refusal"] = e.Message;
            }

            DaskBridge bridge = await link.ConnectAsync(CancellationToken.None).ConfigureAwait(false);
            await bridge.AskAsync(answer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CovalentException or IOException or ObjectDisposedException)
        {
            // The task asks again in a few seconds, if it is still there.
            DaskLog.NotPlaced(logger, bundle.Manifest.Id, worker, e.Message);
        }
    }

    private async Task<IReadOnlyList<string>> ReadyAsync(TaskBundle bundle, string worker, bool isAgain)
    {
        // One after the other on each machine: the second worker there finds everything stored.
        SemaphoreSlim machine = _machines.GetOrAdd(MachineOf(worker), _ => new SemaphoreSlim(1));
        await machine.WaitAsync().ConfigureAwait(false);
        try
        {
            RemoteSite site = await _workers.GetOrAdd(worker, Open).SiteAsync(CancellationToken.None).ConfigureAwait(false);
            if (isAgain)
            {
                site.Store.ForgetAll();
            }

            PlacedWorker placed = await _runtime.PlaceAsync(site, bundle, CancellationToken.None).ConfigureAwait(false);
            ShellText program = ShellText.Lines(CondaActivation.Of(settings.CondaEnv, isRequired: !settings.CurrentEnvOnCondaFail), placed.Before, ShellText.Of($"exec {placed.Command} \"$@\""));
            return ["sh", "-c", program.ToString(), "covalent-worker"];
        }
        finally
        {
            machine.Release();
        }
    }

    private RemoteHost Open(string worker) => new(worker, new DaskWorkerChannel(link, worker), new RemoteFolders(settings.RemoteCache, settings.RemoteCache, settings.RemoteCache),
        settings.DotnetPath, host.SpoolFolder, settings.StoreLimits, host.Clock, logger);

    private static string MachineOf(string worker) => Uri.TryCreate(worker, UriKind.Absolute, out Uri? uri) ? uri.Host : worker;
}
