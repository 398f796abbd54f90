using System.Text;
using Covalent.Core.Execution;
using Covalent.Worker.Draining;
using Covalent.Worker.Output;
using Covalent.Worker.Running;

namespace Covalent.Worker.Commands;

/// <summary>Where the tasks of a package report their ends. On a full disk there is room for the news of that.</summary>
/// <param name="options">Names the files.</param>
/// <param name="reserve">Room on the disk for bad news.</param>
/// <param name="news">Those who are told of each outcome that was written; null for nobody.</param>
internal sealed class OutcomeFiles(RunOptions options, DiskReserve reserve, JobNews? news)
{
    private readonly Lock _writing = new();

    /// <summary>The files of a job of its own, whose followers are told.</summary>
    public static OutcomeFiles Of(RunOptions options, DiskReserve reserve) => new(options, reserve, JobNews.Of(options));

    public bool IsThere(int index, int count) => File.Exists(options.OutcomeOf(index, count));

    /// <summary>Writes the outcome of one task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="index">Its place in the package.</param>
    /// <param name="count">How many tasks the package has.</param>
    /// <param name="outcome">How it ended.</param>
    public void Write(PackedTask task, int index, int count, TaskOutcome outcome) =>
        Write(options.OutcomeOf(index, count), outcome, cause => Unwritten(task, outcome, cause), new OutcomeOrigin(task.DispatchId, task.NodeId, task.Attempt));

    /// <summary>Tells how far a task is, beside its outcome; where the package has others, nobody who follows could tell whose word it is.</summary>
    public TaskProgress ProgressOf(int index, int count, TimeProvider clock) => new(options.OutcomeOf(index, count) + ".progress", count == 1 && news is not null ? news.TellProgress : null, clock);

    /// <summary>Writes one outcome where nobody knows which tasks there are.</summary>
    public void WriteForPackage(TaskOutcome outcome) => Write(options.Outcome, outcome, _ => outcome, origin: null);

    private void Write(string path, TaskOutcome outcome, Func<IOException, TaskOutcome> small, OutcomeOrigin? origin)
    {
        // A task may end while another thread reports for those behind it.
        lock (_writing)
        {
            try
            {
                OutcomeCodec.WriteFile(path, outcome, origin);
            }
            catch (IOException e)
            {
                // The result or the output may be what does not fit; the small news of that does.
                reserve.Release();
                OutcomeCodec.WriteFile(path, small(e), origin);
            }
        }

        news?.TellEnded(options.Outcome);
    }

    private static TaskOutcome Unwritten(PackedTask task, TaskOutcome outcome, IOException cause)
    {
        var why = $"The outcome of task '{task.Template.Name}' could not be written on {Environment.MachineName}: {cause.Message.TrimEnd('.')}. Free space there, or choose another folder (remote_cache, remote_workdir), and run the task again.";
        return outcome.Failure is not null || outcome.Status != Status.Completed
            ? outcome with { Stdout = default, Stderr = Encoding.UTF8.GetBytes(why + "\n") }
            : TaskOutcome.FromFailure(FailureInfo.FromException(FailureKind.Executor, new CovalentException(why, cause)), outcome.StartedAt, outcome.EndedAt) with { Host = Environment.MachineName };
    }
}
