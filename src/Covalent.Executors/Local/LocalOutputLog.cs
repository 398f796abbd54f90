using System.Collections.Concurrent;
using Covalent.Core.Execution;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Local;

/// <summary>Appends tasks' output to the executor's log files, when it names any, before their end is told.</summary>
internal sealed class LocalOutputLog(LocalExecutor executor, ExecutorHost host) : IAsyncDisposable
{
    private readonly bool _isUsed = executor.LogStdout.Length + executor.LogStderr.Length > 0;
    private readonly ILogger _logger = host.Loggers.CreateLogger<LocalExecutor>();
    private readonly ConcurrentDictionary<Task, byte> _writing = new();

    public bool Wants(TaskOutcome outcome) => _isUsed && !(outcome.Stdout.IsEmpty && outcome.Stderr.IsEmpty);

    /// <summary>Writes beside the caller; <see cref="DisposeAsync"/> waits for what is still being written.</summary>
    public void WriteThenTell(TaskAttempt attempt, IAttemptEvents events, TaskOutcome outcome)
    {
        var writing = WriteThenTellAsync(attempt, events, outcome);
        if (!writing.IsCompleted)
        {
            _writing.TryAdd(writing, 0);
            writing.ContinueWith(done => _writing.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_writing.Keys).ConfigureAwait(false);

    public async Task WriteThenTellAsync(TaskAttempt attempt, IAttemptEvents events, TaskOutcome outcome)
    {
        try
        {
            await OutputLog.AppendAsync(executor, Path.Combine(host.ResultsFolder, attempt.Dispatch.DispatchId), outcome, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LocalLog.OutputLogFailed(_logger, attempt.Dispatch.DispatchId, attempt.NodeId, e);
        }

        events.Finished(attempt, outcome);
    }
}
