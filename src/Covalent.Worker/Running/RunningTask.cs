using Covalent.Core.Execution;
using Covalent.Worker.Output;

namespace Covalent.Worker.Running;

/// <summary>The task a worker is busy with. It ends once, whoever notices first.</summary>
internal sealed class RunningTask(int index, PackedTask task, StopSignal stop, TaskProgress progress, long startedAt)
{
    private int _ended;

    public int Index => index;

    public PackedTask Task => task;

    public StopSignal Stop => stop;

    public TaskProgress Progress => progress;

    public long StartedAt => startedAt;

    /// <summary>Runs out when the task was asked to stop and did not.</summary>
    public ITimer? Grace { get; set; }

    public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}
