using Microsoft.Extensions.Logging;

namespace Covalent.Core.Execution;

/// <summary>What the dispatcher lends to executor drivers.</summary>
internal sealed record ExecutorHost
{
    public required TimeProvider Clock { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Where bundles, runtimes and worker scratch files rest; content-addressed.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where large values lie on their way.</summary>
    public string SpoolFolder => Path.Combine(DataFolder, Spool.FolderName);

    /// <summary>Where relative log paths and work folders of a dispatch lie: one folder per dispatch id.</summary>
    public required string ResultsFolder { get; init; }

    /// <summary>Bundle of the application this process is; null in a server, which runs no user code.</summary>
    public string? OwnBundle { get; init; }

    /// <summary>Files of the bundles that dispatches named.</summary>
    public required IBundleSource Bundles { get; init; }

    /// <summary>Makes other executors, so that one can run a function on this machine by the local one; null where there are none.</summary>
    public Func<ExecutorSpec, Executor?>? Executors { get; init; }
}

/// <summary>Finds the files of a bundle by its id.</summary>
internal interface IBundleSource
{
    /// <summary>The bundle's file list; throws <see cref="CovalentException"/> naming the bundle when it is not stored.</summary>
    ValueTask<BundleManifest> GetAsync(string bundleId, CancellationToken cancellationToken);

    /// <summary>Path of a stored file with this SHA-256 (lower-case hex); the file must not be changed.</summary>
    string PathOf(string sha256);
}
