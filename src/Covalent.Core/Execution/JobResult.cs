namespace Covalent;

/// <summary>What was brought back from a job that is over.</summary>
public sealed record JobResult
{
    /// <summary>Contents of the outcome file; null when the job left none, which is then reported with <see cref="Diagnosis"/>.</summary>
    public ReadOnlyMemory<byte>? Outcome { get; init; }

    /// <summary>The outcome itself, where it was not written by a worker; it then stands for <see cref="Outcome"/>.</summary>
    internal Core.Execution.TaskOutcome? Ready { get; init; }

    /// <summary>Standard output (UTF-8) as the back end kept it. Used when the outcome carries none. Empty when there is none.</summary>
    public ReadOnlyMemory<byte> Stdout { get; init; }

    /// <summary>Standard error (UTF-8) as the back end kept it. Used when the outcome carries none. Empty when there is none.</summary>
    public ReadOnlyMemory<byte> Stderr { get; init; }

    /// <summary>What the back end says about a job without an outcome: its reason, exit code, last lines. Empty when it says nothing;
    /// <see cref="JobStatus.Reason"/> is then all there is.</summary>
    public string Diagnosis { get; init; } = "";
}
