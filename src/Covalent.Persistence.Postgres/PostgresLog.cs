using Microsoft.Extensions.Logging;

namespace Covalent.Persistence.Postgres;

/// <summary>What the store tells its operators. Event ids 2900 to 2949.</summary>
internal static partial class PostgresLog
{
    [LoggerMessage(EventId = 2900, Level = LogLevel.Critical, Message = "Engine {Owner} has lost its lease on {Database}; another engine goes on with its dispatches")]
    public static partial void LeaseLost(ILogger logger, long owner, string database);

    [LoggerMessage(EventId = 2901, Level = LogLevel.Warning, Message = "Engine {Owner} could not renew its lease on {Database}: {Reason}")]
    public static partial void NotRenewed(ILogger logger, long owner, string database, string reason);

    [LoggerMessage(EventId = 2902, Level = LogLevel.Warning, Message = "The database {Database} is not to be had, and is tried again: {Reason}")]
    public static partial void Waiting(ILogger logger, string database, string reason);
}
