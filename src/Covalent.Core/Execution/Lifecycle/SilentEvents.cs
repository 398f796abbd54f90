namespace Covalent.Core.Execution;

/// <summary>Stands in for the engine where a task is run by hand.</summary>
internal sealed class SilentEvents : IAttemptEvents
{
    public static readonly SilentEvents Instance = new();

    private SilentEvents()
    {
    }

    public void Finished(TaskAttempt attempt, TaskOutcome outcome)
    {
    }

    public ValueTask SaveHandleAsync(TaskAttempt attempt, string handleJson, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public bool IsCancelRequested(TaskAttempt attempt) => false;

    public void Output(TaskAttempt attempt, OutputStream stream, ReadOnlyMemory<byte> utf8)
    {
    }

    public void Progress(TaskAttempt attempt, double fraction, string? message)
    {
    }
}
