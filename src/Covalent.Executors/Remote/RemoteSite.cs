using Covalent.Executors.Channels;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Remote;

/// <summary>A machine that was looked at: what it is, where things lie there, and the tools to use it.</summary>
internal sealed class RemoteSite
{
    private readonly JobFetch _fetch;
    private readonly RoundTripBatcher<JobName, bool> _removals;
    private readonly RoundTripBatcher<JobName, JobRemains> _remains;

    /// <summary>Nobody waits for a folder to be gone; tasks that end one after the other share the trip.</summary>
    private static readonly TimeSpan TidyTogether = TimeSpan.FromMilliseconds(250);

    private readonly StoreLimits _limits;
    private readonly ILogger _logger;
    private Task _tidying = Task.CompletedTask;

    public RemoteSite(ICommandChannel channel, HostFacts facts, RemoteLayout layout, string workDir, string spoolFolder, StoreLimits limits, TimeProvider clock, ILogger logger)
    {
        _limits = limits;
        _logger = logger;
        Channel = channel;
        Facts = facts;
        Layout = layout;
        WorkDir = workDir;
        Store = new RemoteStore(channel, layout, logger);
        Jobs = new DetachedJobs(channel, layout);
        _fetch = new JobFetch(channel, layout, spoolFolder);
        _removals = new RoundTripBatcher<JobName, bool>(RemoveAsync, gather: () => Task.Delay(TidyTogether, clock));
        _remains = new RoundTripBatcher<JobName, JobRemains>((jobs, stop) => JobRemains.ReadAsync(channel, layout, jobs, stop), largest: 32);
    }

    public ICommandChannel Channel { get; }

    public HostFacts Facts { get; }

    public RemoteLayout Layout { get; }

    /// <summary>Folder tasks run in, absolute.</summary>
    public string WorkDir { get; }

    /// <summary>Folder a task runs in, absolute.</summary>
    /// <param name="own">Its own one, relative to <see cref="WorkDir"/>; empty where it has none.</param>
    public string WorkDirOf(string own) => own.Length == 0 ? WorkDir : $"{WorkDir}/{own}";

    public RemoteStore Store { get; }

    public DetachedJobs Jobs { get; }

    /// <summary>A file of a job, its path relative to the jobs' folder; null when it is not there. A large one rests in a file here.</summary>
    public Task<ReadOnlyMemory<byte>?> FetchAsync(string path, CancellationToken cancellationToken) => _fetch.FetchAsync(path, cancellationToken);

    /// <summary>What a job without an outcome left behind.</summary>
    public Task<JobRemains> RemainsAsync(JobName job, CancellationToken cancellationToken) => _remains.AddAsync(job, cancellationToken);

    /// <summary>Removes a job's folder.</summary>
    public Task RemoveAsync(JobName job, CancellationToken cancellationToken) => _removals.AddAsync(job, cancellationToken);

    /// <summary>Prunes the store beside other work, unless that is under way already. It grows only when something was sent.</summary>
    public void TidySoon()
    {
        if (_tidying.IsCompleted)
        {
            _tidying = TidyAsync();
        }
    }

    private async Task TidyAsync()
    {
        try
        {
            await Store.PruneAsync(_limits.Age, _limits.Bytes, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ExecutorException or OperationCanceledException or ObjectDisposedException)
        {
            RemoteLog.NotPruned(_logger, Channel.Destination, e.Message);
        }
    }

    private async Task<IReadOnlyList<bool>> RemoveAsync(IReadOnlyList<JobName> jobs, CancellationToken cancellationToken)
    {
        await Jobs.RemoveAsync(jobs, cancellationToken).ConfigureAwait(false);
        return [.. jobs.Select(_ => true)];
    }
}

/// <summary>What the far side's store may keep.</summary>
/// <param name="Age">Time after which a bundle nobody used goes.</param>
/// <param name="Bytes">Size above which the bundles unused for longest go.</param>
internal sealed record StoreLimits(TimeSpan Age, long Bytes);
