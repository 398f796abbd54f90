using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Covalent.Core.Leptons;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Dask;

/// <summary>One cluster as one dispatcher sees it: the link, the jobs, and the code they need.</summary>
internal sealed class DaskCluster : IAsyncDisposable
{
    // Few jobs: each end is told as it comes. Many: their results are fetched together, which costs the scheduler less.
    private const int MostTold = 8;

    private readonly DaskExecutor _settings;
    private readonly DaskLink _link;
    private readonly DaskPlacing _placing;
    private readonly DaskJobTable _jobs;
    private readonly DaskParcels _parcels;
    private readonly DaskFolder _folder;
    private readonly ILogger _logger;
    private readonly string _topic;

    public DaskCluster(DaskExecutor settings, ExecutorHost host, ILogger logger, Action pollSoon)
    {
        _settings = settings;
        _logger = logger;

        // The same after a restart of the dispatcher, so that running tasks are heard again; another one for other dispatchers.
        _topic = "covalent-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{host.DataFolder}")))[..12];
        string address = AddressOf(settings, host);
        _folder = new DaskFolder(Path.Combine(host.DataFolder, "dask", "parcels"));
        var target = new DaskTarget(address, Path.Combine(host.DataFolder, "dask"))
        {
            Inbox = _folder.Inbox,
            ConnectTimeout = TimeSpan.FromSeconds(settings.ConnectTimeout),
            Tls = settings.TlsCaFile.Length == 0 ? null : new DaskTls(settings.TlsCaFile, settings.TlsClientCert, settings.TlsClientKey),
            Topic = _topic,
            AnyVersion = settings.AnyVersion,
        };
        _jobs = new DaskJobTable(pollSoon);
        _link = new DaskLink(target, settings.PythonPath, host.Clock, logger, OnEvent, pollSoon);
        _placing = new DaskPlacing(settings, host, _link, logger);
        _parcels = new DaskParcels(_link, _jobs, _folder.Outbox, logger);
    }

    public async Task<IReadOnlyList<JobSubmission>> SubmitAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        DaskBridge bridge = await ConnectToSubmitAsync(cancellationToken).ConfigureAwait(false);
        var answers = new JobSubmission?[tasks.Count];
        var sent = new List<int>(tasks.Count);
        var jobs = new JsonArray();
        var bodies = new List<DaskBody>(tasks.Count);
        for (int i = 0; i < tasks.Count; i++)
        {
            try
            {
                (JsonObject spec, DaskBody body) = await PrepareAsync(tasks[i], cancellationToken).ConfigureAwait(false);
                jobs.Add((JsonNode)new JsonObject { ["spec"] = spec, ["length"] = body.Length, ["priority"] = _settings.Priority });
                bodies.Add(body);
                sent.Add(i);
                _jobs.Add(tasks[i]).WatchedBy = bridge;
            }
            catch (ExecutorException e)
            {
                answers[i] = JobSubmission.Refused(e);
            }
            catch (CovalentException e)
            {
                answers[i] = JobSubmission.Refused(new ExecutorException(e.Message, isTransient: false, e));
            }
        }

        if (sent.Count > 0)
        {
            DaskFrame answer = await bridge.AskAsync(Submission(jobs), DaskBody.Of(bodies), cancellationToken).ConfigureAwait(false);
            HashSet<string> missing = [.. Names(answer.Header["missing"])];
            foreach (int i in sent)
            {
                answers[i] = missing.Contains(tasks[i].JobName)
                    ? JobSubmission.Refused(new DaskException(DaskFault.Failed, $"The Dask scheduler at {_link.Address} did not take the task within 30 s. Its log says more."))
                    : JobSubmission.Accepted(new DaskJobHandle(tasks[i].JobName, bridge.Identity.Id).ToJson());
            }
        }

        return answers!;
    }

    public async Task<IReadOnlyList<JsonNode?>> FindAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        DaskBridge bridge = await _link.ConnectAsync(cancellationToken).ConfigureAwait(false);
        foreach (RemoteTask task in tasks)
        {
            _jobs.Add(task);
        }

        HashSet<string> there = await AdoptAsync(bridge, tasks, cancellationToken).ConfigureAwait(false);
        return [.. tasks.Select(task => there.Contains(task.JobName) ? new DaskJobHandle(task.JobName, bridge.Identity.Id).ToJson() : null)];
    }

    public async Task<IReadOnlyList<JobStatus>> PollAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        foreach (RemoteJob job in jobs)
        {
            _jobs.Add(job.Task);
        }

        try
        {
            DaskBridge bridge = await _link.ConnectAsync(cancellationToken).ConfigureAwait(false);
            RemoteJob[] unwatched = [.. jobs.Where(job => _jobs.NeedsAdoption(job.Task.JobName, bridge))];
            if (unwatched.Length > 0)
            {
                await TakeOverAsync(bridge, unwatched, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ExecutorException e)
        {
            // No answer is no news, for a while.
            var patience = TimeSpan.FromSeconds(_settings.SchedulerPatience);
            if (_link.OutFor > patience)
            {
                _jobs.EndAll(jobs.Select(job => job.Task.JobName), DaskEnd.OutOfReach(e.Message, patience));
            }
        }

        return [.. jobs.Select(job => _jobs.StatusOf(job.Task.JobName))];
    }

    public JobResult Receive(RemoteJob job) => _jobs.EndOf(job.Task.JobName)?.ResultOf(job.Task) ?? new JobResult();

    public async Task CancelAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        DaskBridge bridge = await _link.ConnectAsync(cancellationToken).ConfigureAwait(false);
        RemoteJob[] unwatched = [.. jobs.Where(job => _jobs.NeedsAdoption(_jobs.Add(job.Task).Task.JobName, bridge))];
        if (unwatched.Length > 0)
        {
            await TakeOverAsync(bridge, unwatched, cancellationToken).ConfigureAwait(false);
        }

        string[] live = [.. jobs.Select(job => job.Task.JobName).Where(name => _jobs.EndOf(name) is null)];
        if (live.Length > 0)
        {
            await bridge.AskAsync(new JsonObject { ["op"] = "cancel", ["keys"] = List(live) }, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task ReleaseAsync(RemoteJob job, CancellationToken cancellationToken)
    {
        DaskBridge bridge = await _link.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await bridge.AskAsync(new JsonObject { ["op"] = "release", ["key"] = job.Task.JobName }, cancellationToken).ConfigureAwait(false);
        _jobs.Remove(job.Task.JobName);
        _parcels.Forget(job.Task.JobName);
        string arrived = Path.Combine(_folder.Inbox, job.Task.JobName);
        if (Directory.Exists(arrived))
        {
            Directory.Delete(arrived, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync().ConfigureAwait(false);
        await _placing.DisposeAsync().ConfigureAwait(false);
        await _parcels.DisposeAsync().ConfigureAwait(false);
        _folder.Dispose();
    }

    private async ValueTask<(JsonObject Spec, DaskBody Body)> PrepareAsync(RemoteTask task, CancellationToken cancellationToken)
    {
        bool isPython = PythonErrand.Serves(task.Attempt);
        JsonObject spec = SpecOf(task, isPython ? "" : await _placing.NameAsync(task, cancellationToken).ConfigureAwait(false));
        TaskPackage? package = isPython ? null : task.CreatePackage();
        bool isHeld = (package?.Length ?? PythonErrand.SizeOf(task.Attempt)) > DaskParcels.Large;
        spec["python"] = isPython;
        spec["held"] = isHeld;
        if (isPython)
        {
            DaskPython.Describe(spec, task, _settings);
        }

        return (spec, isHeld ? DaskBody.Of(default(ReadOnlyMemory<byte>)) : package is not null ? DaskBody.Of(package) : DaskPython.Pack(spec, task));
    }

    /// <summary>A scheduler that never answered is a wrong setting rather than a passing fault; a bridge that died while it connected is not.</summary>
    private async Task<DaskBridge> ConnectToSubmitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _link.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DaskException e) when (e.Fault == DaskFault.Unreachable && !_link.WasReached)
        {
            throw new ExecutorException(e.Message, isTransient: false, e);
        }
    }

    /// <summary>Watches jobs that another bridge, or an earlier dispatcher, has submitted; those the scheduler does not have are over.</summary>
    private async Task TakeOverAsync(DaskBridge bridge, IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        HashSet<string> there = await AdoptAsync(bridge, [.. jobs.Select(job => job.Task)], cancellationToken).ConfigureAwait(false);
        RemoteJob[] gone = [.. jobs.Where(job => !there.Contains(job.Task.JobName))];
        ILookup<bool, RemoteJob> forgotten = gone.ToLookup(job => DaskJobHandle.Parse(job.Handle).Scheduler != bridge.Identity.Id);
        if (forgotten[true].Any())
        {
            DaskLog.Forgotten(_logger, _link.Address, forgotten[true].Count());
        }

        _jobs.EndAll(forgotten[true].Select(job => job.Task.JobName), DaskEnd.Forgotten(_link.Address));
        _jobs.EndAll(forgotten[false].Select(job => job.Task.JobName), DaskEnd.Dropped(_link.Address));
    }

    private async Task<HashSet<string>> AdoptAsync(DaskBridge bridge, IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        foreach (RemoteTask task in tasks.Where(task => !PythonErrand.Serves(task.Attempt)))
        {
            await _placing.NameAsync(task, cancellationToken).ConfigureAwait(false);
        }

        DaskFrame answer = await bridge.AskAsync(new JsonObject { ["op"] = "adopt", ["keys"] = List(tasks.Select(task => task.JobName)) }, cancellationToken).ConfigureAwait(false);
        HashSet<string> there = answer.Header["states"] is JsonObject states ? [.. states.Where(state => state.Value is not null).Select(state => state.Key)] : [];
        _jobs.Watched(there, bridge);
        return there;
    }

    private void OnEvent(DaskFrame frame)
    {
        switch (frame.Text("event"))
        {
            case "place":
                _placing.Asked(frame.Text("place"), frame.Text("worker"), frame.Flag("again"));
                break;
            case "parcel":
                _parcels.Asked(frame.Text("key"), frame.Text("worker"));
                break;
            case "note":
                DaskLog.Note(_logger, frame.Text("text"));
                break;
            default:
                _jobs.Tell(frame);
                break;
        }
    }

    private JsonObject Submission(JsonArray jobs) => new()
    {
        ["op"] = "submit",
        ["jobs"] = jobs,
        ["workers"] = List(_settings.Workers),
        ["resources"] = new JsonObject(_settings.Resources.Select(resource => KeyValuePair.Create(resource.Key, (JsonNode?)JsonValue.Create(resource.Value)))),
    };

    private JsonObject SpecOf(RemoteTask task, string place) => new()
    {
        ["job"] = task.JobName,
        ["place"] = place,
        ["topic"] = _topic,
        ["workdir"] = _settings.Workdir,
        ["unique"] = _settings.OwnFolderOf(task),
        ["idle"] = _settings.WorkerIdle,
        ["grace"] = _settings.StopGrace,
        ["apart"] = task.IsSuspect,
        ["large"] = DaskParcels.Large,
        ["tell"] = _jobs.Count <= MostTold,
    };

    private static string AddressOf(DaskExecutor settings, ExecutorHost host) => settings.SchedulerAddress.Length > 0
        ? settings.SchedulerAddress
        : LocalDaskCluster.AddressIn(host.DataFolder) ?? throw new ExecutorException(
            "Executor 'dask' has no scheduler_address, and no local cluster runs here. Set it, or start a cluster on this machine with 'covalent cluster start'.");

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static IEnumerable<string> Names(JsonNode? list) => (list as JsonArray ?? []).Select(name => name!.GetValue<string>());
}
