using Covalent.Core.Client.Http;
using Covalent.Server.Api;

namespace Covalent.Server.Hosting;

/// <summary>Whether this server leads. One with a database of its own always does; of those that share one, the first, until it stops or its lease
/// runs out. The others answer reads and refuse the rest.</summary>
internal sealed class Leadership(ServerEngine engine, ServerOptions options, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _leading = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _watching = Task.CompletedTask;
    private volatile string _leader = "";

    /// <summary>Ends when another server has taken this one's place.</summary>
    public Task Replaced => _replaced.Task;

    /// <summary>Ends when this server leads.</summary>
    public Task Leading => _leading.Task;

    /// <summary>Begins to lead, or to stand by.</summary>
    /// <param name="address">Where this server answers.</param>
    public async Task StartAsync(string address)
    {
        if (engine.Shared is not { } shared)
        {
            Lead();
            return;
        }

        shared.Lost.Register(GiveUp);
        if (await TryLeadAsync(address))
        {
            LeadershipLog.Leads(logger, shared.Location);
            Lead();
            return;
        }

        _watching = Task.Run(() => WatchAsync(address), CancellationToken.None);
    }

    /// <summary>Ends this server's part in leading: others go on.</summary>
    public void GiveUp() => _replaced.TrySetResult();

    /// <exception cref="TransientRefusal">Another server leads.</exception>
    public void Demand()
    {
        if (!engine.Leads || Replaced.IsCompleted)
        {
            throw new TransientRefusal(503, ProblemCodes.Standby, "This server stands by", _leader.Length == 0
                ? "This server stands by and no other leads yet; try again in a moment."
                : $"This server stands by and answers questions only; {_leader} leads. Send this request there. If that server is gone, this one takes over within {options.Lease.TotalSeconds:0} seconds.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        _ending.Dispose();
    }

    private void Lead()
    {
        engine.Lead();
        _leading.TrySetResult();
    }

    private async Task WatchAsync(string address)
    {
        try
        {
            do
            {
                await Task.Delay(options.Lease / 5, options.Clock, _ending.Token);
            }
            while (!await TryLeadAsync(address));
            LeadershipLog.Leads(logger, engine.Shared!.Location);
            Lead();
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // Stopped while standing by.
        }
    }

    private async Task<bool> TryLeadAsync(string address)
    {
        try
        {
            var (leads, leader) = await engine.Shared!.TryLeadAsync(address, _ending.Token);
            if (!leads && leader != _leader)
            {
                LeadershipLog.StandsBy(logger, engine.Shared.Location, leader);
            }

            _leader = leader;
            return leads;
        }
        catch (StorageException e)
        {
            LeadershipLog.Unknown(logger, e.Message);
            return false;
        }
    }
}

/// <summary>What leadership tells operators. Event ids 4350 to 4399.</summary>
internal static partial class LeadershipLog
{
    [LoggerMessage(EventId = 4350, Level = LogLevel.Information, Message = "This server leads on {Database}")]
    public static partial void Leads(ILogger logger, string database);

    [LoggerMessage(EventId = 4351, Level = LogLevel.Information, Message = "This server stands by on {Database}; {Leader} leads")]
    public static partial void StandsBy(ILogger logger, string database, string leader);

    [LoggerMessage(EventId = 4352, Level = LogLevel.Warning, Message = "It is not known who leads: {Reason}")]
    public static partial void Unknown(ILogger logger, string reason);
}
