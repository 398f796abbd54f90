using System.Text.Json.Nodes;

namespace Covalent.Core.Execution;

/// <summary>Runs functions on this machine for executors that ask for it, by the local executor: in this process when their code is loaded
/// here, else in worker processes.</summary>
internal sealed class FunctionRunner(ExecutorHost host) : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private IExecutorDriver? _inProcess;
    private IExecutorDriver? _inWorkers;

    public async Task<TaskResult> RunAsync(TaskAttempt attempt, CancellationToken cancellationToken)
    {
        var call = ExecutorCall.Current;
        var driver = DriverFor(attempt.Dispatch);
        var events = new InnerEvents(call);
        var inner = new TaskAttempt { Dispatch = attempt.Dispatch, NodeId = attempt.NodeId, Number = attempt.Number, Options = attempt.Options, IsSuspect = attempt.IsSuspect };
        driver.Start([inner], events);
        var stopping = cancellationToken.UnsafeRegister(static state =>
        {
            var (d, a) = ((IExecutorDriver, TaskAttempt))state!;
            _ = d.StopAsync(a, StopReason.Cancelled, Grace, CancellationToken.None).AsTask();
        }, (driver, inner));
        await using (stopping.ConfigureAwait(false))
        {
            return ResultOf(attempt, await events.Ended.Task.ConfigureAwait(false));
        }
    }

    /// <summary>The result of a completed task; otherwise the exception that says what happened.</summary>
    public static TaskResult ResultOf(TaskAttempt attempt, TaskOutcome outcome) => outcome.Status switch
    {
        Status.Completed => new TaskResult(attempt.Template, outcome),
        Status.Cancelled => throw new TaskCancelledException(),
        _ => throw new TaskRuntimeException(outcome.Failure ?? new FailureInfo(FailureKind.Executor, "no-reason", "The task failed without saying why.")) { Outcome = outcome },
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var driver in new[] { _inProcess, _inWorkers })
        {
            if (driver is not null)
            {
                await driver.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private IExecutorDriver DriverFor(TaskDispatch dispatch)
    {
        lock (_lock)
        {
            _inProcess ??= Create("in-process");
            return _inProcess.CanResume(dispatch) ? _inProcess : _inWorkers ??= Create("process");
        }
    }

    private IExecutorDriver Create(string mode) => host.Executors?.Invoke(new ExecutorSpec("local", new JsonObject { ["mode"] = mode }))?.CreateDriver(host)
        ?? throw new ExecutorException("This dispatcher has no local executor, so a function cannot be run on its machine. Install the Covalent package, or register the local executor.");

    /// <summary>Passes on what the inner run says, as if the outer executor had said it.</summary>
    private sealed class InnerEvents(ExecutorCall call) : IAttemptEvents
    {
        public TaskCompletionSource<TaskOutcome> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Finished(TaskAttempt attempt, TaskOutcome outcome)
        {
            // What came live is already there; workers send everything live, in-process drivers too.
            Ended.TrySetResult(outcome);
        }

        public ValueTask SaveHandleAsync(TaskAttempt attempt, string handleJson, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public bool IsCancelRequested(TaskAttempt attempt) => call.Events.IsCancelRequested(call.Attempt);

        public void Output(TaskAttempt attempt, OutputStream stream, ReadOnlyMemory<byte> utf8) =>
            (stream == OutputStream.Stdout ? call.Stdout : call.Stderr).WriteUtf8(utf8);

        public void Progress(TaskAttempt attempt, double fraction, string? message) => call.Events.Progress(call.Attempt, fraction, message);
    }
}
