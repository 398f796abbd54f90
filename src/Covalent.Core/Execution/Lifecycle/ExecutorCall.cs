namespace Covalent.Core.Execution;

/// <summary>The attempt an executor is busy with on this flow of control: what its documented members refer to.</summary>
internal sealed class ExecutorCall
{
    private static readonly AsyncLocal<ExecutorCall?> Ambient = new();

    public ExecutorCall(TaskAttempt attempt, IAttemptEvents events, CancellationToken stopping)
    {
        Attempt = attempt;
        Events = events;
        Stopping = stopping;
        Stdout = new TaskStreamWriter(this, OutputStream.Stdout);
        Stderr = new TaskStreamWriter(this, OutputStream.Stderr);
    }

    /// <summary>The call of this flow of control; throws outside of one.</summary>
    public static ExecutorCall Current => Ambient.Value
        ?? throw new InvalidOperationException("No task is being executed here. Use this member inside SetupAsync, RunAsync and TeardownAsync.");

    public TaskAttempt Attempt { get; }

    public IAttemptEvents Events { get; }

    public CancellationToken Stopping { get; }

    public TaskStreamWriter Stdout { get; }

    public TaskStreamWriter Stderr { get; }

    /// <summary>Makes this call the current one of the calling async method and of all it calls.</summary>
    public void Enter() => Ambient.Value = this;
}
