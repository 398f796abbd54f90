using System.Text;
using Covalent.Core.Execution;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent;

/// <summary>What <see cref="BaseExecutor"/> and <see cref="AsyncBaseExecutor"/> share: setup, run, teardown, streams and context.
/// Derive from one of those two.</summary>
/// <remarks>One instance serves all tasks with equal settings, several at a time; keep what belongs to one task in local variables, not in
/// fields. An instance that holds connections implements <see cref="IAsyncDisposable"/>.</remarks>
public abstract class LifecycleExecutor : Executor
{
    private ExecutorHost? _host;

    /// <summary>For the two bases only: the life cycle has members that cannot be overridden elsewhere.</summary>
    protected LifecycleExecutor()
    {
    }

    /// <summary>Receives what belongs to the running task's standard output. Valid inside setup, run and teardown.</summary>
    protected static TextWriter TaskStdout => ExecutorCall.Current.Stdout;

    /// <summary>Receives what belongs to the running task's standard error. Valid inside setup, run and teardown.</summary>
    protected static TextWriter TaskStderr => ExecutorCall.Current.Stderr;

    /// <summary>Logger of this executor.</summary>
    protected ILogger Logger => field ??= (_host?.Loggers ?? NullLoggerFactory.Instance).CreateLogger($"Covalent.Executors.{ShortName}");

    /// <summary>The clock to use for pauses and time stamps.</summary>
    protected TimeProvider Clock => _host?.Clock ?? TimeProvider.System;

    /// <summary>Tasks in flight at once when <see cref="Executor.MaxConcurrency"/> is not set. Default: 100.</summary>
    protected internal virtual int DefaultConcurrency => 100;

    internal ExecutorHost? Host => _host;

    internal ILogger Journal => Logger;

    /// <summary>Runs one function with the whole life cycle: fresh streams, setup, run, then always teardown, then the log files.</summary>
    /// <param name="function">The function and its inputs.</param>
    /// <param name="dispatchId">The dispatch that calls it.</param>
    /// <param name="resultsDir">Folder of the results; relative log paths lie under its <paramref name="dispatchId"/> folder.</param>
    /// <param name="nodeId">The node within the dispatch; -1 when there is none.</param>
    /// <param name="cancellationToken">Stops the task.</param>
    /// <returns>The value, the streams and the status. Failures are in it; this method does not throw for them.</returns>
    public Task<ExecutionResult> ExecuteAsync(TaskFunction function, string dispatchId, string resultsDir, int nodeId = -1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        var task = new TaskMetadata(dispatchId, nodeId, function.Attempt.Number, Path.Combine(resultsDir, dispatchId));
        return LifecycleRun.ExecuteAsync(this, function, task, new ExecutorCall(function.Attempt, SilentEvents.Instance, cancellationToken));
    }

    /// <summary>Makes <see cref="DispatchInfo.Current"/> return <paramref name="dispatchInfo"/> until the result is disposed.</summary>
    public virtual IDisposable GetDispatchContext(DispatchInfo dispatchInfo) => new DispatchContext(dispatchInfo);

    /// <summary>Appends streams to files. Empty paths are skipped; relative ones lie under <paramref name="resultsDir"/>/<paramref name="dispatchId"/>.</summary>
    public virtual async Task WriteStreamsToFileAsync(
        IEnumerable<string> streamStrings, IEnumerable<string> filePaths, string dispatchId, string resultsDir, CancellationToken cancellationToken = default)
    {
        foreach (var (text, path) in streamStrings.Zip(filePaths))
        {
            await OutputLog.AppendAsync(Encoding.UTF8.GetBytes(text), path, Path.Combine(resultsDir, dispatchId), cancellationToken).ConfigureAwait(false);
        }
    }

    internal abstract Task OnSetupAsync(TaskMetadata task, CancellationToken cancellationToken);

    internal abstract Task<object?> OnRunAsync(TaskFunction function, TaskMetadata task, CancellationToken cancellationToken);

    internal abstract Task OnTeardownAsync(TaskMetadata task, CancellationToken cancellationToken);

    internal abstract Task<bool> OnCancelAsync(TaskMetadata task, System.Text.Json.Nodes.JsonNode? jobHandle, CancellationToken cancellationToken);

    internal void Attach(ExecutorHost host) => _host = host;

    internal override IExecutorDriver CreateDriver(ExecutorHost host)
    {
        Attach(host);
        return new LifecycleDriver(this, host);
    }

    private sealed class DispatchContext : IDisposable
    {
        private readonly DispatchInfo? _before = DispatchInfo.Current;

        public DispatchContext(DispatchInfo info) => DispatchInfo.Current = info;

        public void Dispose() => DispatchInfo.Current = _before;
    }
}
