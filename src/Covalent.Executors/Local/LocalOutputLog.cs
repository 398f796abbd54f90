using Covalent.Core.Execution;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Local;

/// <summary>Appends tasks' output to the executor's log files, when it names any, before their end is told.</summary>
internal sealed class LocalOutputLog(LocalExecutor executor, ExecutorHost host)
{
    private readonly bool _isUsed = executor.LogStdout.Length + executor.LogStderr.Length > 0;
    private readonly ILogger _logger = host.Loggers.CreateLogger<LocalExecutor>();

    public bool Wants(TaskOutcome outcome) => _isUsed && !(outcome.Stdout.IsEmpty && outcome.Stderr.IsEmpty);

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
