namespace Covalent;

/// <summary>One answer about one job.</summary>
/// <param name="State">Where the job stands.</param>
public sealed record JobStatus(JobState State)
{
    /// <summary>The back end does not know the job.</summary>
    public static JobStatus Unknown { get; } = new(JobState.Unknown);

    /// <summary>Accepted, not started.</summary>
    public static JobStatus Queued { get; } = new(JobState.Queued);

    /// <summary>Running.</summary>
    public static JobStatus Running { get; } = new(JobState.Running);

    /// <summary>Over; nothing special to say.</summary>
    public static JobStatus Ended { get; } = new(JobState.Ended);

    /// <summary>The back end's own words about the state, such as <c>OUT_OF_MEMORY</c>; becomes the failure message when no outcome was
    /// written. Empty when it said nothing.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Exit code of the job's process; null when not known.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Machine the job runs or ran on; empty when not known.</summary>
    public string Host { get; init; } = "";

    /// <summary>Whether the back end says that the process or the machine died under the job (killed for memory, node failure).</summary>
    public bool Died { get; init; }

    /// <summary>Whether the machine could not begin the job because of how it, or the executor, is set up; trying again cannot help.</summary>
    internal bool IsMisconfigured { get; init; }

    /// <summary>Whether there must be an outcome: it was seen, or the program ended well, which it does only after writing one. A file system may show it late.</summary>
    internal bool IsOutcomeDue { get; init; }
}
