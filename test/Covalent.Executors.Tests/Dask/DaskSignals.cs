using Covalent.Core.Execution;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Dask;

/// <summary>Files by which a task tells that it runs, and is told to end.</summary>
/// <param name="Log">The task appends lines.</param>
/// <param name="GoOn">Once it is there, the task ends.</param>
internal sealed record DaskSignals(string Log, string GoOn)
{
    public static DaskSignals In(string folder) => new(Path.Combine(folder, "log"), Path.Combine(folder, "go"));

    /// <summary>Starts a task that notes its process and waits; it is running when this returns.</summary>
    public static async Task<(TaskAttempt Attempt, int Process, DaskSignals Signals)> StartAsync(ExecutorRig rig)
    {
        DaskSignals signals = In(rig.ResultsFolder);
        TaskAttempt attempt = rig.Attempt(() => Electron(() => DaskTasks.NoteAndWait(signals.Log, signals.GoOn)));
        rig.Start(attempt);
        return (attempt, int.Parse((await FileNotice.LinesAsync(signals.Log, 1))[0]), signals);
    }

    public Task GoAsync() => File.WriteAllTextAsync(GoOn, "", CancellationToken.None);
}
