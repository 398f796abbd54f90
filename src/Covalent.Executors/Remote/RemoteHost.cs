using Covalent.Executors.Channels;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Remote;

/// <summary>A machine to run jobs on. It is looked at on first use; a failure is forgotten, so that the next use looks again.</summary>
/// <param name="name">Name in handles and messages.</param>
/// <param name="channel">The way to it; disposed with the host.</param>
/// <param name="folders">Cache, work and task folders as the user wrote them.</param>
/// <param name="dotnet">The .NET program as the user wrote it; empty to look for one.</param>
/// <param name="spoolFolder">Folder on this machine for large contents that come from there.</param>
/// <param name="limits">What its store may keep.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">For what a user may want to know later.</param>
internal sealed class RemoteHost(string name, ICommandChannel channel, RemoteFolders folders, string dotnet, string spoolFolder, StoreLimits limits, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private Task<RemoteSite>? _site;

    public string Name => name;

    public ICommandChannel Channel => channel;

    /// <summary>The machine, once it was looked at.</summary>
    /// <exception cref="ChannelException">It cannot be reached, or a folder's variable is not set there.</exception>
    public Task<RemoteSite> SiteAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_site is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _site = LookAsync();
            }

            return _site.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The machine, if it was looked at before.</summary>
    public RemoteSite? KnownSite => _site is { IsCompletedSuccessfully: true } site ? site.Result : null;

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    private static string NameOf(HostFacts facts)
    {
        string name = string.Concat(facts.HostName.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')).TrimStart('.');
        return name.Length == 0 ? "unnamed" : name;
    }

    private async Task<RemoteSite> LookAsync()
    {
        HostFacts facts = await HostProbe.AskAsync(channel, dotnet, [folders.Cache, folders.Work, folders.Tasks], CancellationToken.None).ConfigureAwait(false);
        RemoteLog.Found(logger, name, facts.HostName, facts.RuntimeIdentifier, facts.Processors, facts.Dotnet ?? "no .NET");
        string work = folders.IsOfOneMachine ? $"{facts.Paths[1]}/hosts/{NameOf(facts)}" : facts.Paths[1];
        return new RemoteSite(channel, facts, new RemoteLayout(facts.Paths[0], work), facts.Paths[2], spoolFolder, limits, clock, logger);
    }
}

/// <summary>Folders on the far side as the user wrote them.</summary>
/// <param name="Cache">What is kept between tasks.</param>
/// <param name="Work">The jobs' own files.</param>
/// <param name="Tasks">Where tasks run.</param>
/// <param name="IsOfOneMachine">The jobs' files are about processes of one machine: several that share the folder (a home on a file server) keep them apart.</param>
internal sealed record RemoteFolders(string Cache, string Work, string Tasks, bool IsOfOneMachine = false);
