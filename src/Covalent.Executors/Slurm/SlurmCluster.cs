using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Covalent.Executors.Channels;
using Covalent.Executors.Channels.Ssh;
using Covalent.Executors.Remote;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Slurm;

/// <summary>A cluster as one executor uses it: its login node, and batches of calls to it.</summary>
internal sealed class SlurmCluster : IAsyncDisposable
{
    private static readonly TimeSpan TidyTogether = TimeSpan.FromMilliseconds(250);

    private readonly SlurmExecutor _settings;
    private readonly RemoteHost _login;
    private readonly TimeProvider _clock;
    private readonly Action _pollSoon;
    private readonly Lock _lock = new();
    private NewsFollower? _follower;
    private readonly RoundTripBatcher<SlurmJobHandle, bool> _removals;

    public SlurmCluster(SlurmExecutor settings, ExecutorHost host, ILogger logger, Action pollSoon)
    {
        _settings = settings;
        Runtime = new WorkerRuntime(host, settings.ShipRuntime);
        string tasks = Chdir(settings) ?? settings.RemoteWorkdir;
        var folders = new RemoteFolders(settings.RemoteCache, settings.RemoteWorkdir.TrimEnd('/') + "/.covalent", tasks);
        (string name, ICommandChannel channel) = Connect(settings, host);
        _login = new RemoteHost(name, channel, folders, settings.DotnetPath, host.SpoolFolder, settings.StoreLimits, host.Clock, logger);
        Watch = new SlurmWatch(host.Clock, TimeSpan.FromSeconds(settings.PollFreq));
        _clock = host.Clock;
        _pollSoon = pollSoon;
        _removals = new RoundTripBatcher<SlurmJobHandle, bool>(RemoveAsync, gather: () => Task.Delay(TidyTogether, host.Clock));
    }

    public WorkerRuntime Runtime { get; }

    /// <summary>What is known of the jobs here.</summary>
    public SlurmWatch Watch { get; }

    /// <summary>Jobs in Slurm carry the names given here.</summary>
    public bool NamesAreOurs => !_settings.Options.Any(option => option.Key.TrimStart('-') is "job-name" or "J");

    /// <summary>Who hears how far tasks are.</summary>
    public ProgressBoard Progress { get; } = new();

    public Task<RemoteSite> SiteAsync(CancellationToken cancellationToken) => _login.SiteAsync(cancellationToken);

    /// <summary>Listens to the workers from now on.</summary>
    public void Follow(RemoteSite site)
    {
        lock (_lock)
        {
            _follower ??= new NewsFollower(site, site.Layout.News, Progress, news =>
            {
                Watch.Tell(news);
                _pollSoon();
            }, Watch.HearNoMore, _clock);
        }
    }

    /// <summary>Looks at files on the login node, without Slurm.</summary>
    public async Task<string> LookAsync(ShellText script, string doing, CancellationToken cancellationToken)
    {
        RemoteSite site = await SiteAsync(cancellationToken).ConfigureAwait(false);
        CommandResult result = await site.Channel.RunAsync(ShellCommand.Repeatable(script) with { IsQuick = true }, cancellationToken).ConfigureAwait(false);
        return result.Require(site.Channel.Destination, doing).OutputText;
    }

    /// <summary>Runs Slurm's programs on the login node.</summary>
    public async Task<string> AskAsync(ShellText commands, string doing, CancellationToken cancellationToken)
    {
        RemoteSite site = await SiteAsync(cancellationToken).ConfigureAwait(false);
        ShellText script = ShellText.Lines(SlurmCommands.Environment(_settings.SlurmPath), commands);
        CommandResult result = await site.Channel.RunAsync(ShellCommand.Repeatable(script) with { CaptureLimit = 64 << 20 }, cancellationToken).ConfigureAwait(false);
        return result.Succeeded ? result.OutputText : throw SlurmErrors.FromResult(site.Channel.Destination, doing, result);
    }

    /// <summary>Removes what a task left; calls at the same time share round trips.</summary>
    public Task RemoveAsync(SlurmJobHandle job, CancellationToken cancellationToken) => _removals.AddAsync(job, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_follower is not null)
        {
            await _follower.DisposeAsync().ConfigureAwait(false);
        }

        await _login.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<bool>> RemoveAsync(IReadOnlyList<SlurmJobHandle> jobs, CancellationToken cancellationToken)
    {
        RemoteSite site = await SiteAsync(cancellationToken).ConfigureAwait(false);
        CommandResult result = await site.Channel.RunAsync(ShellCommand.Repeatable(SlurmTaskScripts.Remove(site.Layout, jobs)), cancellationToken).ConfigureAwait(false);
        result.Require(site.Channel.Destination, $"removing {jobs.Count} job folder(s)");
        return [.. jobs.Select(_ => true)];
    }

    private static (string Name, ICommandChannel Channel) Connect(SlurmExecutor settings, ExecutorHost host)
    {
        if (settings.Address.Length == 0)
        {
            return ("this machine", new LocalChannel(host.Clock));
        }

        SshEndpoint endpoint = settings.EndpointTo(settings.Address);
        return (endpoint.Destination, SshChannelPool.Of(host.Clock, host.Loggers).Lease(endpoint));
    }

    private static string? Chdir(SlurmExecutor settings) =>
        settings.Options.Where(option => option.Key.TrimStart('-') is "chdir" or "D").Select(option => SlurmOptionSyntax.TextOf(option.Value)).FirstOrDefault(text => !string.IsNullOrEmpty(text));
}
