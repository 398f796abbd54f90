using Covalent.Core.Execution;
using Covalent.Worker.Commands;

namespace Covalent.Worker.Draining;

/// <summary>What one job tells those who follow a file of news.</summary>
/// <param name="news">The file.</param>
/// <param name="job">The job's name.</param>
internal sealed class JobNews(QueueNews news, string job)
{
    /// <summary>Of a job with a process of its own, which is named like its folder; null when nobody follows it.</summary>
    public static JobNews? Of(RunOptions options) =>
        options.News is { } file ? new JobNews(new QueueNews(file), Path.GetFileName(Path.GetDirectoryName(options.Outcome)!)) : null;

    public void TellProgress(ProgressNote note) => news.TellProgress(job, note);

    public void TellEnded(string outcome) => news.TellEnded(job, outcome);
}
