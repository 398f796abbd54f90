namespace Covalent.Core.Execution;

/// <summary>How an attempt ended: written by the worker, always, and read by the engine. Times are UTC ticks of 100 ns.</summary>
internal sealed record TaskOutcome
{
    /// <summary>Completed, Failed or Cancelled.</summary>
    public required Status Status { get; init; }

    /// <summary>The encoded result when completed and something is returned.</summary>
    public EncodedValue Result { get; init; }

    /// <summary>Header and preview of the result as a payload, made where its type was known; empty for types that a header names by one byte.</summary>
    public ReadOnlyMemory<byte> ResultHead { get; init; }

    /// <summary>The value itself, only in-process and only when it is deeply immutable.</summary>
    public object? SharedResult { get; init; }

    /// <summary>The child graph, for a completed sublattice node.</summary>
    public TransportGraph? Child { get; init; }

    public FailureInfo? Failure { get; init; }

    public long StartedAt { get; init; }

    public long EndedAt { get; init; }

    /// <summary>Peak resident memory of the worker process in bytes; 0 when unknown.</summary>
    public long PeakMemory { get; init; }

    /// <summary>Machine the task ran on; empty for this one.</summary>
    public string Host { get; init; } = "";

    /// <summary>Captured standard output, UTF-8, capped by the executor; empty when none.</summary>
    public ReadOnlyMemory<byte> Stdout { get; init; }

    /// <summary>Captured standard error, UTF-8, capped by the executor; empty when none.</summary>
    public ReadOnlyMemory<byte> Stderr { get; init; }

    /// <summary>What the electron attached through <see cref="ElectronContext.Attachments"/>; null when nothing.</summary>
    public IReadOnlyDictionary<string, string>? Attachments { get; init; }

    /// <summary>False when a stop was asked for and the code could not be proven stopped.</summary>
    public bool StopConfirmed { get; init; } = true;

    /// <summary>Whether the attempt's process or host died under it (counts against the crash-loop limit).</summary>
    public bool ProcessDied { get; init; }

    /// <summary>Spans that the worker recorded; null when it was not asked to.</summary>
    public IReadOnlyList<SpanRecord>? Spans { get; init; }

    public static TaskOutcome FromFailure(FailureInfo failure, long startedAt, long endedAt) =>
        new() { Status = Status.Failed, Failure = failure, StartedAt = startedAt, EndedAt = endedAt };
}
