using System.Runtime.CompilerServices;
using Covalent.Core.Execution;
using Covalent.Executors.Channels;
using Covalent.Executors.Channels.Ssh;
using Covalent.Executors.Remote;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Ssh;

/// <summary>The machines of one executor, their followers, and what they have in common.</summary>
internal sealed class SshPool : IAsyncDisposable
{
    private readonly SshExecutor _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Action _pollSoon;
    private readonly string _spoolFolder;
    /// <summary>Queues of one machine that are listened to at once: those of the newest applications.</summary>
    private const int MostFollowers = 4;

    private readonly List<(SshHost Host, string Queue, NewsFollower Follower)> _followers = [];
    private readonly ConditionalWeakTable<RemoteTask, HashSet<SshHost>> _sentTo = [];
    private readonly Lock _lock = new();

    public SshPool(SshExecutor settings, ExecutorHost host, ILogger logger, Action pollSoon)
    {
        _settings = settings;
        _clock = host.Clock;
        _logger = logger;
        _pollSoon = pollSoon;
        _spoolFolder = host.SpoolFolder;
        Runtime = new WorkerRuntime(host, settings.ShipRuntime);
        var channels = SshChannelPool.Of(host.Clock, host.Loggers);
        Hosts = [.. Named(settings).Select(named => Open(named, channels))];
        Here = settings.RunLocalOnSshFail ? OpenHere(host) : null;
    }

    /// <summary>The machines, in the order they were named.</summary>
    public IReadOnlyList<SshHost> Hosts { get; }

    /// <summary>This machine, where tasks may run when no other can be reached; null when they must not.</summary>
    public SshHost? Here { get; }

    /// <summary>All places where a job may be.</summary>
    public IEnumerable<SshHost> Everywhere => Here is null ? Hosts : [.. Hosts, Here];

    public WorkerRuntime Runtime { get; }

    /// <summary>Who hears how far tasks are.</summary>
    public ProgressBoard Progress { get; } = new();

    /// <exception cref="ExecutorException">The pool has no such machine any more.</exception>
    public SshHost Find(string name) => Everywhere.FirstOrDefault(host => host.Name == name)
        ?? throw new ExecutorException($"The job runs on '{name}', which is not among the hosts of this executor any more. Name it again, or cancel the task.");

    /// <summary>Tasks are about to be sent to a machine; the first time each is sent at all, nothing is anywhere.</summary>
    public void Sending(IEnumerable<RemoteTask> tasks, SshHost to)
    {
        lock (_lock)
        {
            foreach (RemoteTask task in tasks)
            {
                (_sentTo.TryGetValue(task, out HashSet<SshHost>? hosts) ? hosts : _sentTo.GetValue(task, _ => [])).Add(to);
            }
        }
    }

    /// <summary>The machines on which a task may be: those it was sent to from here; all, when that was done by an earlier dispatcher.</summary>
    public IReadOnlyList<SshHost> MayHave(RemoteTask task)
    {
        lock (_lock)
        {
            return _sentTo.TryGetValue(task, out HashSet<SshHost>? hosts) ? [.. hosts] : [.. Everywhere];
        }
    }

    /// <summary>Listens to a queue from now on. Where too many are listened to, the one that was needed longest ago is asked about instead.</summary>
    public void Follow(SshHost host, RemoteSite site, string queue)
    {
        NewsFollower? dropped = null;
        lock (_lock)
        {
            int known = _followers.FindIndex(followed => followed.Host == host && followed.Queue == queue);
            if (known >= 0)
            {
                (SshHost, string, NewsFollower) used = _followers[known];
                _followers.RemoveAt(known);
                _followers.Add(used);
                return;
            }

            if (_followers.Count(followed => followed.Host == host) >= MostFollowers)
            {
                int oldest = _followers.FindIndex(followed => followed.Host == host);
                dropped = _followers[oldest].Follower;
                _followers.RemoveAt(oldest);
            }

            _followers.Add((host, queue, new NewsFollower(site, site.Layout.NewsOf(queue), Progress, news =>
            {
                host.Tell(queue, news);
                _pollSoon();
            }, () => host.HearNoMore(queue), _clock)));
        }

        if (dropped is not null)
        {
            _ = Task.Run(() => dropped.DisposeAsync().AsTask());
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((_, _, NewsFollower follower) in _followers)
        {
            await follower.DisposeAsync().ConfigureAwait(false);
        }

        foreach (SshHost host in Everywhere)
        {
            await host.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static IEnumerable<SshPoolHost> Named(SshExecutor settings) => settings.Hosts.Count > 0
        ? settings.Hosts.Select(host => SshPoolHost.Parse(host)!.Value)
        : [new SshPoolHost(new SshHop(null, settings.Hostname, null), null)];

    private SshHost Open(SshPoolHost named, SshChannelPool channels)
    {
        SshEndpoint endpoint = _settings.EndpointTo(named.Hop.Host, named.Hop.User, named.Hop.Port);
        var remote = new RemoteHost(endpoint.Destination, channels.Lease(endpoint), Folders(), _settings.DotnetPath, _spoolFolder, _settings.StoreLimits, _clock, _logger);
        return new SshHost(remote, named.Limit ?? Limit(), _clock, _logger);
    }

    private SshHost OpenHere(ExecutorHost host)
    {
        string folder = Path.Combine(host.DataFolder, "ssh-fallback");
        var folders = new RemoteFolders(folder, folder, Path.Combine(folder, "work"), IsOfOneMachine: true);
        return new SshHost(new RemoteHost("localhost", new LocalChannel(_clock), folders, "", _spoolFolder, _settings.StoreLimits, _clock, _logger), Limit(), _clock, _logger);
    }

    private int? Limit() => _settings.TasksPerHost > 0 ? _settings.TasksPerHost : null;

    private RemoteFolders Folders() => new(_settings.RemoteCache, _settings.RemoteCache, _settings.RemoteWorkdir, IsOfOneMachine: true);
}
