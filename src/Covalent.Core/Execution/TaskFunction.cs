using Covalent.Core.Execution;

namespace Covalent;

/// <summary>The function of one electron together with its inputs, as an executor receives it.</summary>
public sealed class TaskFunction
{
    private readonly FunctionRunner _runner;
    private readonly ExecutorHost _host;

    internal TaskFunction(TaskAttempt attempt, FunctionRunner runner, ExecutorHost host)
    {
        Attempt = attempt;
        _runner = runner;
        _host = host;
    }

    /// <summary>Short name for people.</summary>
    public string Name => Attempt.Template.Name;

    /// <summary>Names the function.</summary>
    public FunctionReference Reference => Attempt.Template.Function!;

    /// <summary>The task's options, fully resolved.</summary>
    public ElectronOptions Options => Attempt.Options;

    internal TaskAttempt Attempt { get; }

    /// <summary>Resolves the inputs and calls the function on this machine: in this process when its code is loaded here, in a worker process
    /// when the dispatcher is a server. Its output goes to the executor's <c>TaskStdout</c> and <c>TaskStderr</c>.</summary>
    /// <returns>What <c>RunAsync</c> is to return.</returns>
    /// <exception cref="TaskRuntimeException">The function failed; see <see cref="TaskRuntimeException.Failure"/>.</exception>
    /// <exception cref="TaskCancelledException">The function was stopped.</exception>
    public Task<TaskResult> InvokeAsync(CancellationToken cancellationToken = default) => _runner.RunAsync(Attempt, cancellationToken);

    /// <summary>Everything a worker elsewhere needs to run the function.</summary>
    public TaskPackage CreatePackage() => TaskPackage.For(Attempt);

    /// <summary>The files the function's code is made of.</summary>
    /// <exception cref="ExecutorException">The application cannot travel.</exception>
    public ValueTask<TaskBundle> GetBundleAsync(CancellationToken cancellationToken = default) => TaskBundle.OfAsync(Attempt, _host, cancellationToken);

    /// <summary>Reads the outcome file of a worker that ran <see cref="CreatePackage"/>'s package, and passes its output on.</summary>
    /// <returns>What <c>RunAsync</c> is to return.</returns>
    /// <exception cref="TaskRuntimeException">The function failed.</exception>
    /// <exception cref="TaskCancelledException">The function was stopped.</exception>
    /// <exception cref="CovalentException">The bytes are not an outcome of this task.</exception>
    public TaskResult ReadOutcome(ReadOnlyMemory<byte> outcomeFile)
    {
        var outcome = OutcomeCodec.ReadFor(Attempt, outcomeFile);
        var call = ExecutorCall.Current;
        call.Stdout.WriteUtf8(outcome.Stdout);
        call.Stderr.WriteUtf8(outcome.Stderr);
        return FunctionRunner.ResultOf(Attempt, outcome);
    }
}
