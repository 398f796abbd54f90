using Covalent.Core.Execution;
using Covalent.Worker.Running;

namespace Covalent.Worker.Feeding;

/// <summary>A job that was handed over.</summary>
/// <param name="Number">What it is called on this connection.</param>
/// <param name="WorkDir">Where its task runs unless its options say otherwise.</param>
/// <param name="Package">The package.</param>
internal sealed record FedJob(string Number, string WorkDir, byte[] Package);

/// <summary>A job that is running.</summary>
internal sealed class FedRun(FedJob job, StopSignal stop, long startedAt)
{
    private int _ended;

    public FedJob Job { get; } = job;

    public StopSignal Stop { get; } = stop;

    public long StartedAt { get; } = startedAt;

    /// <summary>The task, once it was read from the package.</summary>
    public PackedTask? Task { get; set; }

    /// <summary>Kept here, since a forgotten timer may be collected before it fires.</summary>
    public ITimer? Limit { get; set; }

    public ITimer? Grace { get; set; }

    /// <summary>True for the first caller only: a job is answered once.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}
