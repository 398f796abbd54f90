using System.Collections.Concurrent;
using Covalent.Core.Execution;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Local;

/// <summary>Appends what tasks wrote to the log files the executor names, before the engine hears of their end.</summary>
internal sealed class LocalOutputLog(LocalExecutor executor, ExecutorHost host) : IAsyncDisposable
{
    private readonly bool _isUsed = executor.LogStdout.Length + executor.LogStderr.Length > 0;
    private readonly ILogger _logger = host.Loggers.CreateLogger<LocalExecutor>();
    private readonly ConcurrentDictionary<Task, byte> _writing = new();

    public bool Wants(TaskOutcome outcome) => _isUsed && !(outcome.Stdout.IsEmpty && outcome.Stderr.IsEmpty);

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

    private async Task WriteThenTellAsync(TaskAttempt attempt, IAttemptEvents events, TaskOutcome outcome)
    {
        try
        {
            var folder = Path.Combine(host.ResultsFolder, attempt.Dispatch.DispatchId);
            await OutputLog.AppendAsync(executor, folder, outcome, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LocalLog.OutputLogFailed(_logger, attempt.Dispatch.DispatchId, attempt.NodeId, e);
        }

        events.Finished(attempt, outcome);
    }
}
