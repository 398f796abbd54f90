using Covalent.Core.Execution;
using Covalent.Worker.Output;
using Covalent.Worker.Running;

namespace Covalent.Worker.Feeding;

/// <summary>A job that was handed over.</summary>
/// <param name="number">What it is called on this connection.</param>
/// <param name="workDir">Where its task runs unless its options say otherwise.</param>
/// <param name="package">The package.</param>
internal sealed class FedJob(string number, string workDir, byte[] package)
{
    private byte[]? _package = package;

    public string Number { get; } = number;

    public string WorkDir { get; } = workDir;

    /// <summary>The package, once: who takes it decides how long it stays in memory.</summary>
    public byte[] TakePackage() => Interlocked.Exchange(ref _package, null) ?? [];
}

/// <summary>A job that is running.</summary>
internal sealed class FedRun(FedJob job, StopSignal stop, TaskProgress progress, long startedAt)
{
    private int _ended;

    public FedJob Job { get; } = job;

    public StopSignal Stop { get; } = stop;

    public TaskProgress Progress { get; } = progress;

    public long StartedAt { get; } = startedAt;

    /// <summary>The task, once it was read from the package.</summary>
    public PackedTask? Task { get; set; }

    /// <summary>Kept here, since a forgotten timer may be collected before it fires.</summary>
    public ITimer? Limit { get; set; }

    public ITimer? Grace { get; set; }

    /// <summary>True for the first caller only: a job is answered once.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}
