using System.Text.Json.Nodes;
using Covalent.Core.Execution;

namespace Covalent;

/// <summary>One attempt at one task, as a <see cref="RemoteExecutor"/> sees it.</summary>
public sealed class RemoteTask
{
    private readonly IAttemptEvents _events;
    private readonly ExecutorHost _host;
    private readonly Lock _telling = new();
    private long _toldAt;

    internal RemoteTask(TaskAttempt attempt, IAttemptEvents events, ExecutorHost host)
    {
        Attempt = attempt;
        _events = events;
        _host = host;
        Metadata = new TaskMetadata(attempt.Dispatch.DispatchId, attempt.NodeId, attempt.Number, Path.Combine(host.ResultsFolder, attempt.Dispatch.DispatchId));
    }

    /// <summary>Which task this is.</summary>
    public TaskMetadata Metadata { get; }

    /// <summary>Name of the job on the back end: letters, digits and dashes only, at most 128 characters, the same for every submission of
    /// this attempt, so that a submission whose answer was lost is found again.</summary>
    public string JobName => Attempt.JobName;

    /// <summary>The task's options, fully resolved: work folder, time limit, extensions.</summary>
    public ElectronOptions Options => Attempt.Options;

    /// <summary>Short name of the function for people.</summary>
    public string Name => Attempt.Template.Name;

    /// <summary>Run apart from other tasks, because earlier attempts took their process down.</summary>
    public bool IsSuspect => Attempt.IsSuspect;

    /// <summary>Whether somebody asked for the task to be cancelled.</summary>
    public bool IsCancelRequested => _events.IsCancelRequested(Attempt);

    /// <summary>Room for the executor's own notes about this attempt. Not durable.</summary>
    public object? Notes { get; set; }

    internal TaskAttempt Attempt { get; }

    /// <summary>Everything a worker needs to run the task. Made anew by each call; several can be joined by <see cref="TaskPackage.Combine"/>.</summary>
    public TaskPackage CreatePackage() => TaskPackage.For(Attempt);

    /// <summary>The files the task's code is made of.</summary>
    /// <exception cref="ExecutorException">The application cannot travel (single-file, trimmed or AOT), or its bundle is no longer stored.</exception>
    public ValueTask<TaskBundle> GetBundleAsync(CancellationToken cancellationToken = default) => TaskBundle.OfAsync(Attempt, _host, cancellationToken);

    /// <summary>Passes on a piece of live output. Call it in order per stream; what is passed on here need not be in the outcome again.</summary>
    public void ReportOutput(OutputStream stream, ReadOnlyMemory<byte> utf8) => _events.Output(Attempt, stream, utf8);

    /// <summary>Passes on progress told by the task.</summary>
    public void ReportProgress(double fraction, string? message = null) => _events.Progress(Attempt, ProgressNote.Share(fraction), message);

    /// <summary>Passes on what the task's worker left in the file <c>OUTCOME.progress</c>, beside the outcome; what was passed on before, and what is not
    /// readable, is passed over. Call it whenever the job is looked at.</summary>
    /// <param name="line">What is in the file; empty where there is none.</param>
    public void ReportWorkerProgress(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (ProgressNote.TryParse(line) is { } note)
        {
            ReportProgress(note);
        }
    }

    /// <summary>Passes on what a worker said, unless that or something later was passed on before: it may come in several ways.</summary>
    internal void ReportProgress(ProgressNote note)
    {
        lock (_telling)
        {
            if (note.Time > _toldAt)
            {
                _toldAt = note.Time;
                ReportProgress(note.Fraction, note.Message);
            }
        }
    }
}

/// <summary>A task that a back end has accepted.</summary>
/// <param name="Task">The task.</param>
/// <param name="Handle">The handle its submission gave, as saved; do not change it.</param>
public sealed record RemoteJob(RemoteTask Task, JsonNode Handle);
