using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>What was decided under the pool's lock and is told to the engine after it is released.</summary>
internal sealed class PoolNews
{
    private readonly List<PoolTask> _begun = [];
    private readonly List<(PoolTask Task, TaskOutcome Outcome)> _ended = [];

    public void Begun(PoolTask? task)
    {
        // Only a time limit needs to know.
        if (task?.Attempt.Options.TimeLimit is not null)
        {
            _begun.Add(task);
        }
    }

    public void Ended(PoolTask task, TaskOutcome outcome)
    {
        task.End();
        _ended.Add((task, outcome));
    }

    /// <param name="log">Where output goes beside the outcome.</param>
    /// <param name="mayHelp">Whether the calling thread has nothing better to do than to help the engine.</param>
    public void Tell(LocalOutputLog log, bool mayHelp)
    {
        foreach (var task in _begun)
        {
            task.Events.Started(task.Attempt);
        }

        foreach (var (task, outcome) in _ended)
        {
            if (log.Wants(outcome))
            {
                log.WriteThenTell(task.Attempt, task.Events, outcome);
            }
            else if (mayHelp && _ended.Count == 1)
            {
                task.Events.FinishedIdle(task.Attempt, outcome);
            }
            else
            {
                task.Events.Finished(task.Attempt, outcome);
            }
        }
    }
}
