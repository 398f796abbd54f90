namespace Covalent.Executors.Dask;

/// <summary>One job as this dispatcher knows it. Its fields change under the table's lock only.</summary>
internal sealed class DaskJob(RemoteTask task)
{
    public RemoteTask Task { get; } = task;

    /// <summary>The bridge that watches it; null when it must be asked for again.</summary>
    public DaskBridge? WatchedBy { get; set; }

    public bool HasStarted { get; set; }

    /// <summary>Address of the Dask worker that runs it; empty when not known.</summary>
    public string Worker { get; set; } = "";

    /// <summary>What became of it; null while it is not over.</summary>
    public DaskEnd? End { get; set; }

    public JobStatus Status => End?.Status ?? new JobStatus(HasStarted ? JobState.Running : JobState.Queued) { Host = Worker };
}
