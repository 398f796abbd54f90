using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Persistence.Postgres;

/// <summary>How a <see cref="PostgresStore"/> shows that it lives, and how long it waits for a database that is away.</summary>
internal sealed record PostgresStoreOptions
{
    /// <summary>An engine that has not renewed its lease for this long, by the database's clock, counts as dead. Default: 10 seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a step waits for a database that restarts or cannot be reached before the engine gives up. Default: 2 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Where large values rest on their way to a task. Default: the folder for temporary files.</summary>
    public string SpoolFolder { get; init; } = Path.GetTempPath();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
