using Covalent.Core.Execution;
using Covalent.Core.Leptons;
using Microsoft.Extensions.Logging;
using System.Text.Json.Nodes;

namespace Covalent.Executors.Dask;

/// <summary>Brings what large tasks take to the Dask workers that run them, beside the scheduler: when a task has begun and asks.</summary>
internal sealed class DaskParcels(DaskLink link, DaskJobTable jobs, string folder, ILogger logger) : IAsyncDisposable
{
    /// <summary>Above so many bytes nothing passes through the scheduler.</summary>
    public const int Large = 1 << 20;

    private readonly Dictionary<string, Task> _underWay = [];
    private readonly Lock _lock = new();

    /// <summary>A task asks. Returns at once; asking while it is under way changes nothing.</summary>
    public void Asked(string job, string worker)
    {
        if (jobs.TaskOf(job) is not { } task)
        {
            return;
        }

        lock (_lock)
        {
            if (!_underWay.TryGetValue(job, out Task? bringing) || bringing.IsCompleted)
            {
                _underWay[job] = Task.Run(() => BringAsync(task, worker));
            }
        }
    }

    /// <summary>A task is over.</summary>
    public void Forget(string job)
    {
        lock (_lock)
        {
            if (_underWay.TryGetValue(job, out Task? bringing) && bringing.IsCompleted)
            {
                _underWay.Remove(job);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] bringing;
        lock (_lock)
        {
            bringing = [.. _underWay.Values];
        }

        await Task.WhenAll(bringing).ConfigureAwait(false);
    }

    private async Task BringAsync(RemoteTask task, string worker)
    {
        string outbox = Path.Combine(folder, $"{task.JobName}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(outbox);
            if (PythonErrand.Serves(task.Attempt))
            {
                PythonErrand.Write(task.Attempt, outbox);
            }
            else
            {
                await task.CreatePackage().WriteToFileAsync(Path.Combine(outbox, "package")).ConfigureAwait(false);
            }

            DaskBridge bridge = await link.ConnectAsync(CancellationToken.None).ConfigureAwait(false);
            var files = Directory.EnumerateFiles(outbox, "*", SearchOption.AllDirectories)
                .Select(path => (JsonNode)new JsonObject { ["name"] = Path.GetRelativePath(outbox, path).Replace('\\', '/'), ["path"] = path });
            await bridge.AskAsync(new JsonObject { ["op"] = "push", ["job"] = task.JobName, ["worker"] = worker, ["files"] = new JsonArray([.. files]) }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (CovalentException e) when (e is not ExecutorException)
        {
            jobs.End(task.JobName, DaskEnd.NotSendable(e.Message));
        }
        catch (Exception e) when (e is ExecutorException or IOException or ObjectDisposedException)
        {
            // The task asks again in a few seconds, if it is still there.
            DaskLog.NotBrought(logger, task.JobName, worker, e.Message);
        }
        finally
        {
            if (Directory.Exists(outbox))
            {
                Directory.Delete(outbox, recursive: true);
            }
        }
    }
}
